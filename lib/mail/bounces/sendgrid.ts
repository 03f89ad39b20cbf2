import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { mailIdIn } from "../message-id";
import { bounceOf } from "./bounce";
import type { Provider } from "./provider";

/** Twilio SendGrid's event webhook: all kinds of events together, ours by their `smtp-id`. */
const events = z
  .array(
    z.object({
      event: z.string().max(100),
      "smtp-id": z.string().max(998).optional(),
      status: z.string().max(100).nullish(),
      reason: z.string().max(10_000).nullish(),
      response: z.string().max(10_000).nullish(),
    }),
  )
  .max(10_000);

/** `dropped`: not even tried, because the address is on its list of those that came back. */
const ACTIONS: Record<string, "failed" | "delayed"> = {
  bounce: "failed",
  dropped: "failed",
  deferred: "delayed",
};

export const sendgrid: Provider = {
  /** Its signed event webhook: ECDSA over timestamp and body; the secret is its verification key. */
  isGenuine(secret, { header, text }) {
    const timestamp = header("x-twilio-email-event-webhook-timestamp") ?? "";
    const signature = header("x-twilio-email-event-webhook-signature") ?? "";
    const der = Buffer.from(secret, "base64");
    try {
      const key = createPublicKey({ key: der, format: "der", type: "spki" });
      return verify("sha256", Buffer.from(timestamp + text), key, Buffer.from(signature, "base64"));
    } catch {
      // The setting isn't such a key.
      return false;
    }
  },
  read(body) {
    const told = events.safeParse(body);
    if (!told.success) return null;
    return told.data.flatMap(({ event, status, reason, response, "smtp-id": messageId }) => {
      const mailId = mailIdIn(messageId ?? "");
      const action = ACTIONS[event];
      return mailId && action
        ? [bounceOf(mailId, action, { status, said: reason ?? response })]
        : [];
    });
  },
};
