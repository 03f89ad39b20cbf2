import type { Metadata } from "next";

/** A page whose address is its holder's secret: no search engine keeps it, no other site is told it. */
export const PRIVATE_PAGE = {
  robots: { index: false, follow: false },
  referrer: "same-origin",
} satisfies Metadata;
