import { z } from "zod";
import { isLine, isVisible } from "@/lib/text-rules";

/** Longest accepted value of a name, in UTF-16 units. */
export const NAME_LENGTH = 100;
/** RFC 5321: 254 octets are the longest address that can be delivered to. */
export const EMAIL_LENGTH = 254;

/** One `@`, and behind it two or more labels between dots; what only quoting would allow is refused. */
const ADDRESS = /^[^\s@<>(),;:\\"[\]]+@(?:[^\s@.<>(),;:\\"[\]]+\.)+[^\s@.<>(),;:\\"[\]]{2,}$/u;

const name = (field: "firstName" | "lastName") =>
  z
    .string({ error: `errors.${field}.required` })
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .refine(isVisible, `errors.${field}.required`)
        .max(NAME_LENGTH, `errors.${field}.tooLong`)
        .refine(isLine, `errors.${field}.characters`),
    );

/**
 * What the public form sends. Messages are keys of the `public` catalog (`errors.{field}.{what}`);
 * the same schema serves the form and the action.
 */
export const registrationInput = z.object({
  firstName: name("firstName"),
  lastName: name("lastName"),
  email: z
    .string({ error: "errors.email.required" })
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, "errors.email.required")
        .max(EMAIL_LENGTH, "errors.email.tooLong")
        .refine((value) => ADDRESS.test(value) && isLine(value), "errors.email.invalid"),
    ),
  /** An invitation code as typed; only some events ask for one. */
  code: z.string().trim().default(""),
});

export type RegistrationInput = z.infer<typeof registrationInput>;
