import { z } from "zod";

/** What may be chosen: minutes before the start at which personal links lead on, or `any` time. */
export const LINK_OPENS = ["any", "1440", "120", "60", "30", "15", "0"] as const;
export type LinkOpens = (typeof LINK_OPENS)[number];

/** The choice as its form sends it: minutes, null for any time. */
export const linkOpensInput = z
  .enum(LINK_OPENS)
  .transform((chosen) => (chosen === "any" ? null : Number(chosen)));
