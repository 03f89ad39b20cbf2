import { z } from "zod";
import { mailIdIn } from "../message-id";
import { bounceOf } from "./bounce";
import type { Provider } from "./provider";
import { isSameText } from "./same-text";

/** Usher's own format, for a provider that no adapter is for, or a script (docs/operations.md). */
const events = z.object({
  events: z
    .array(
      z.object({
        messageId: z.string().max(998),
        event: z.enum(["failed", "delayed"]),
        status: z.string().max(20).nullish(),
        diagnostic: z.string().max(10_000).nullish(),
      }),
    )
    .max(1000),
});

export const generic: Provider = {
  /** By a bearer token, or as the password of basic authentication (`https://usher:SECRET@…`). */
  isGenuine(secret, { header }) {
    const [, scheme, given = ""] =
      /^(bearer|basic)\s+(\S+)$/i.exec(header("authorization") ?? "") ?? [];
    if (scheme?.toLowerCase() !== "basic") return isSameText(given, secret);
    const pair = Buffer.from(given, "base64").toString("utf8");
    return isSameText(pair.slice(pair.indexOf(":") + 1), secret);
  },
  read(body) {
    const told = events.safeParse(body);
    if (!told.success) return null;
    return told.data.events.flatMap(({ messageId, event, status, diagnostic }) => {
      const mailId = mailIdIn(messageId);
      return mailId ? [bounceOf(mailId, event, { status, said: diagnostic })] : [];
    });
  },
};
