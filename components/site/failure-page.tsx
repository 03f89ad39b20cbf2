"use client";
import { useState } from "react";
import { BarePage } from "./bare-page";
import { readFailureWords } from "./read-failure-words";

/** What Next gives to an error boundary. */
export interface Caught {
  /** `digest`: what the log calls it too (instrumentation.ts); none for what failed in the browser itself. */
  error: Error & { digest?: string };
  /** Draws once more what failed. */
  reset: () => void;
  /** Asks the server as well. */
  retry: () => void;
}

/** Trouble with the database, a form larger than one may be, or nobody knows. */
export type FailureCause = "unavailable" | "too-large" | "unknown";

/** Which of the page's words say it. */
const SAID = { unknown: 0, unavailable: 1, "too-large": 3 } as const;

/** "That didn't work": what the error boundary shows. */
export function FailurePage({
  error,
  cause,
  reset,
  retry,
}: Caught & {
  cause: FailureCause;
}) {
  // What it sends is known no more.
  const stale = error.name === "UnrecognizedActionError";
  // Once, for this is about to take the place of the page that holds them.
  const [words] = useState(readFailureWords);
  const { title, lead, again, hint } = words[stale ? 2 : SAID[cause]];
  return (
    <BarePage
      title={title}
      lead={lead}
      hint={error.digest && hint?.replace("{reference}", error.digest)}
    >
      <title>{`${title} · Usher`}</title>
      <button
        type="button"
        className="button button--primary"
        // Trying again would send the same thing to the same build, and only the server knows whether
        // trouble is over: to draw once more what it said changes nothing.
        onClick={stale ? () => location.reload() : cause === "unavailable" ? retry : reset}
      >
        {again}
      </button>
    </BarePage>
  );
}
