import type { ReactNode } from "react";
import { Glyph } from "./glyph";

/** Usher can't act for an organizer: what happened, whom it concerns, the button that mends it. */
export function BrokenBanner({
  title,
  text,
  slim = false,
  children,
}: {
  title: string;
  text: string;
  slim?: boolean;
  /** The way out, when the reader has it. */
  children?: ReactNode;
}) {
  return (
    <div className={slim ? "banner slim" : "banner"} role="alert">
      <Glyph name="warn" />
      <div className="grow">
        <p>
          <strong>{title}</strong>
        </p>
        <p className={slim ? "muted only-l" : undefined}>{text}</p>
      </div>
      {children}
    </div>
  );
}
