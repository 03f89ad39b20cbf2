import { createHmac } from "node:crypto";
import { z } from "zod";
import { mailIdIn } from "../message-id";
import { bounceOf } from "./bounce";
import type { Provider } from "./provider";
import { isSameText } from "./same-text";

const signed = z.object({
  signature: z.object({
    timestamp: z.string().max(20),
    token: z.string().max(100),
    signature: z.string().max(128),
  }),
});

/** Mailgun's webhook: one event a call. While it goes on trying, a failure is `temporary`. */
const event = z.object({
  "event-data": z.object({
    event: z.string().max(100),
    severity: z.string().max(100).nullish(),
    message: z
      .object({ headers: z.object({ "message-id": z.string().max(998).nullish() }).nullish() })
      .nullish(),
    "delivery-status": z
      .object({
        code: z.union([z.number(), z.string().max(20)]).nullish(),
        "enhanced-code": z.string().max(20).nullish(),
        message: z.string().max(10_000).nullish(),
        description: z.string().max(10_000).nullish(),
      })
      .nullish(),
  }),
});

export const mailgun: Provider = {
  /** The signature lies in the body; the secret is its webhook signing key. */
  isGenuine(secret, { body }) {
    const sent = signed.safeParse(body);
    if (!sent.success) return false;
    const { timestamp, token, signature } = sent.data.signature;
    const wanted = createHmac("sha256", secret)
      .update(timestamp + token)
      .digest("hex");
    return isSameText(signature.toLowerCase(), wanted);
  },
  read(body) {
    const told = event.safeParse(body);
    if (!told.success) return null;
    const data = told.data["event-data"];
    const mailId = mailIdIn(data.message?.headers?.["message-id"] ?? "");
    if (data.event !== "failed" || !mailId) return [];
    const outcome = data["delivery-status"];
    const action = data.severity === "temporary" ? "delayed" : "failed";
    const status = outcome?.["enhanced-code"] || String(outcome?.code ?? "");
    return [bounceOf(mailId, action, { status, said: outcome?.message || outcome?.description })];
  },
};
