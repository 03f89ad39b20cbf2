import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph } from "./glyph";

/** How it stands, at one glance. */
export function HealthCard({
  good,
  title,
  help,
  trouble = "warn",
  children,
}: {
  good: boolean;
  title: string;
  help: string;
  trouble?: "warn" | "pause";
  /** The way out, when there is one. */
  children?: ReactNode;
}) {
  return (
    <section className={clsx("health", good && "good")} role={good ? "status" : "alert"}>
      <span className="ic">
        <Glyph name={good ? "check" : trouble} />
      </span>
      <div>
        <h2>{title}</h2>
        <p>{help}</p>
      </div>
      {children}
    </section>
  );
}
