import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A blank ticket: what it is about above the tear, what there is to do below it. */
export function Card({
  label,
  head,
  children,
  tone,
}: {
  label: string;
  head: ReactNode;
  children: ReactNode;
  /** `still`: nothing can be filled in any more; `bad`: and that is not how it was meant. */
  tone?: "still" | "bad";
}) {
  return (
    <section
      className={clsx("card paper", tone && "card--still", tone === "bad" && "card--bad")}
      id="register"
      aria-label={label}
    >
      <div className="card__head tear-bottom">{head}</div>
      <div className="card__body tear-top">{children}</div>
    </section>
  );
}
