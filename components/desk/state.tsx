import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph";

export type Tone = "good" | "warn" | "bad" | "none" | "plain";

/** A glyph and a word: how something stands. Shape carries it, never colour alone. */
export function State({
  tone,
  glyph,
  children,
}: {
  tone: Tone;
  glyph: GlyphName;
  children: ReactNode;
}) {
  return (
    <span className={clsx("state", tone !== "plain" && tone)}>
      <Glyph name={glyph} />
      {children}
    </span>
  );
}

/** The same on a tint, for an event's own state and a calendar entry's badges only. */
export function Pill({
  tone,
  glyph,
  children,
}: {
  tone: Tone;
  glyph: GlyphName;
  children: ReactNode;
}) {
  return (
    <span className={clsx("pill", tone !== "plain" && tone !== "none" && tone)}>
      <Glyph name={glyph} />
      {children}
    </span>
  );
}
