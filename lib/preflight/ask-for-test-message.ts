import type { Locale } from "@/lib/i18n/locales";
import type { Person } from "@/lib/organizers/person";
import { sendTestMessage, type TestMessageOutcome } from "./send-test-message";

const A_MINUTE = 60_000;
const KEY = Symbol.for("usher.test-messages");
// One for all copies of this module: Next gives pages and routes their own each.
const owner = globalThis as { [KEY]?: Map<string, number> };
owner[KEY] ??= new Map();
const asked = owner[KEY];

/** The same to whoever asks on the desk, once a minute from each process. */
export async function askForTestMessage(
  person: Person,
  locale: Locale,
  now = Date.now(),
): Promise<TestMessageOutcome | { kind: "soon" | "none" }> {
  if (!person.email) return { kind: "none" };
  for (const [id, at] of asked) if (now - at > A_MINUTE) asked.delete(id);
  if (asked.has(person.id)) return { kind: "soon" };
  asked.set(person.id, now);
  return sendTestMessage({ name: person.name, address: person.email, locale });
}
