"use client";
import "./styles/site.css";
import { useState } from "react";
import { type Caught, type FailureCause, FailurePage } from "@/components/site/failure-page";
import { TROUBLE_DIGEST } from "@/lib/db/trouble-digest";
import { TOO_LARGE } from "@/lib/http/too-large";

/**
 * Whatever failed in the browser, in the page's language. The one boundary there is: Next loads each
 * with every page, and round ours stands nothing that could be kept. Own markup, since Next's has
 * inline styles, which the policy refuses.
 */
export default function GlobalError(caught: Caught) {
  // Of the page that failed: it stands there until this one is drawn.
  const [{ lang, dir }] = useState(() => document.documentElement);
  return (
    <html lang={lang} dir={dir}>
      <body>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <FailurePage {...caught} cause={causeOf(caught.error)} />
      </body>
    </html>
  );
}

function causeOf({ digest, message }: Caught["error"]): FailureCause {
  if (digest === TROUBLE_DIGEST) return "unavailable";
  return message === TOO_LARGE ? "too-large" : "unknown";
}
