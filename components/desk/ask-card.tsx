import type { ReactNode } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { DeskButton } from "./desk-link";

/** What can't be undone, said in full before its button. `children`: hidden fields of its form. */
export function AskCard({
  title,
  sentences,
  yes,
  no,
  back,
  action,
  children,
}: {
  title: string;
  sentences: string[];
  yes: string;
  no: string;
  /** Where "no" leads. */
  back: string;
  action: (form: FormData) => Promise<void>;
  children?: ReactNode;
}) {
  return (
    <form action={action} className="card ask" aria-labelledby="ask">
      {children}
      <h2 id="ask">{title}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div className="row">
        <SubmitButton size="small" variant="bad">
          {yes}
        </SubmitButton>
        <DeskButton href={back}>{no}</DeskButton>
      </div>
    </form>
  );
}
