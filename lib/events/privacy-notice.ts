import { z } from "zod";
import { isText } from "@/lib/text-rules";

const NOTICE_LENGTH = 5_000;

/** An address on its own, rather than a text that may hold one. */
const LOOKS_LIKE_ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/\S*$/i;

/**
 * What the organizer says of people's data: safe Markdown, or the address of a notice; empty: nothing
 * of their own. Messages are keys of the `desk` catalog (`settings.privacy.error.{what}`).
 */
export const privacyNotice = z
  .string()
  .transform((value) => value.replaceAll("\r\n", "\n").normalize("NFC").trim())
  .pipe(
    z
      .string()
      .max(NOTICE_LENGTH, "tooLong")
      .refine((value) => value.isWellFormed() && isText(value), "characters")
      .refine(
        (value) => !LOOKS_LIKE_ADDRESS.test(value) || noticeAddress(value) !== null,
        "address",
      ),
  );

/** The address that a notice is; null where it is a text. */
export function noticeAddress(notice: string): string | null {
  if (!LOOKS_LIKE_ADDRESS.test(notice)) return null;
  const url = URL.parse(notice);
  const good = url && ["https:", "http:"].includes(url.protocol) && !url.username && !url.password;
  return good ? url.href : null;
}
