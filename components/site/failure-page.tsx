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

/** "That didn't work": what the error boundary shows. */
export function FailurePage({
  error,
  unavailable,
  reset,
  retry,
}: Caught & {
  /** It is trouble with the database. */
  unavailable: boolean;
}) {
  // What it sends is known no more.
  const stale = error.name === "UnrecognizedActionError";
  // Once, for this is about to take the place of the page that holds them.
  const [words] = useState(readFailureWords);
  const { title, lead, again, hint } = words[stale ? 2 : unavailable ? 1 : 0];
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
        onClick={stale ? () => location.reload() : unavailable ? retry : reset}
      >
        {again}
      </button>
    </BarePage>
  );
}
