import { env } from "@/lib/env";
import { askEntra, discoveryUrl } from "./ask-entra";
import type { Check } from "./check";

/** next-auth refuses an ID token that was issued later than so much from now. */
const TOLERANCE_MS = 10_000;
/** A Date header tells whole seconds. */
const HALF_SECOND = 500;

/** Our clock against the Date of Entra's answer: too far apart, sign-ins fail without a word why. */
export const clockCheck: Check = {
  name: "clock",
  async run() {
    if (env().entra.clientId === "") return { kind: "note", reason: "unknown" };
    const answer = await askEntra(discoveryUrl(env().entra.tenantId));
    const theirs = Date.parse(answer?.headers.get("date") ?? "");
    if (!answer || Number.isNaN(theirs)) return { kind: "note", reason: "unknown" };
    const apart = answer.heardAt - (theirs + HALF_SECOND);
    const unsure = answer.tookMs / 2 + HALF_SECOND;
    const seconds = Math.round(Math.abs(apart) / 1_000);
    if (Math.abs(apart) - unsure <= TOLERANCE_MS) return { kind: "green" };
    const reason = apart > 0 ? "ahead" : "behind";
    return { kind: "red", reason, by: "operator", values: { seconds } };
  },
};
