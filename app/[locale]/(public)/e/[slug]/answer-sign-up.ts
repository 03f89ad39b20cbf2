import { headers } from "next/headers";
import { isDatabaseTrouble } from "@/lib/db/trouble";
import { MOST_DATES } from "@/lib/events/most-dates";
import { isSlug } from "@/lib/events/schema";
import { readTyped } from "@/lib/form/typed";
import { isSuspect } from "@/lib/guard/suspect";
import { CALLER_HEADER } from "@/lib/http/caller-address";
import { asLocale } from "@/lib/i18n/locales";
import { log } from "@/lib/log";
import type { Draft } from "@/lib/registrations/draft";
import { sourceQuery } from "@/lib/registrations/source";
import { type SubmitOutcome, submitForm } from "@/lib/registrations/submit-form";
import { handoffSecret } from "@/lib/session/read-handoff";
import { isZone } from "@/lib/time/zones";
import { browserSecret, keepDraft } from "./browser-cookies";
import { cachedPage } from "./event-page";
import { readerSource } from "./reader-source";

type Values = Draft["values"];

/** An address that no event can have: its page says so. */
const NO_EVENT = "/e/-";

/**
 * Takes the public form and answers with the path to go to. Every outcome is a redirect: what a
 * form's answer returns is not shown without JavaScript once a deploy has changed the page.
 */
export async function answerSignUp(form: FormData): Promise<string> {
  const slug = text(form, "slug");
  // Only a form that somebody rewrote says this; the database would choke on some of it.
  if (!isSlug(slug)) return NO_EVENT;
  const page = `/e/${encodeURIComponent(slug)}`;
  const values: Values = {
    firstName: text(form, "firstName"),
    lastName: text(form, "lastName"),
    email: text(form, "email"),
    code: text(form, "code"),
    answers: readTyped(form),
    dates: readTicked(form),
  };
  const source = await readerSource(slug);
  const again = `${page}/register${sourceQuery(source)}#summary`;
  const zone = text(form, "timeZone");
  const now = new Date();
  const asked = await lastPage(slug, now);
  let outcome: SubmitOutcome;
  try {
    outcome = await submitForm(
      values,
      {
        slug,
        locale: asLocale(form.get("locale")),
        zone: isZone(zone) ? zone : null,
        browser: await browserSecret(),
        handoff: await handoffSecret(),
        source,
        trust: (await isSuspect(await marks(form, slug), now)) ? "queue" : "hold",
      },
      asked?.form ?? null,
      now,
    );
  } catch (error) {
    const away = isDatabaseTrouble(error);
    log[away ? "warn" : "error"]({ err: error }, "a sign-up failed");
    await keepDraft(slug, { values, errors: {}, problem: "tryAgain" }, { away });
    return again;
  }
  // What is wrong is said at once, though the dates are looked at only when the rest is right.
  if (outcome.kind === "invalid" && asked?.choosesDates && values.dates?.length === 0)
    outcome.errors.dates = "errors.required";
  return pathFor(outcome, slug, values, again);
}

/** What tells people from machines, as far as a form does. */
async function marks(form: FormData, slug: string) {
  return {
    slug,
    address: (await headers()).get(CALLER_HEADER) ?? "",
    bait: text(form, "website"),
    stamp: text(form, "stamp"),
    proof: text(form, "proof"),
  };
}

type Page = Awaited<ReturnType<typeof cachedPage>>;

/** So long what an event asks is taken as known; whether it still does is seen when it is decided. */
const KNOWN_MS = 5_000;
const MOST_KNOWN = 1_000;
const known = new Map<string, { until: number; page: Page }>();

/**
 * What the event asked a moment ago; without the database, names and email can still be checked. In
 * a crowd it isn't read anew for everybody, for the cache keeps it as text.
 */
async function lastPage(slug: string, now: Date): Promise<Page> {
  const kept = known.get(slug);
  if (kept && kept.until > now.getTime()) return kept.page;
  try {
    const page = await cachedPage(slug);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(slug, { until: now.getTime() + KNOWN_MS, page });
    return page;
  } catch {
    return null;
  }
}

async function pathFor(
  outcome: SubmitOutcome,
  slug: string,
  values: Values,
  again: string,
): Promise<string> {
  const page = `/e/${encodeURIComponent(slug)}`;
  const kept = (problem: Draft["problem"], errors: Draft["errors"] = {}) =>
    keepDraft(slug, { values, errors, problem });
  switch (outcome.kind) {
    case "registered":
    case "held":
    case "waitlisted":
    case "awaiting-approval":
      if (outcome.pass) return `/r/${outcome.pass}`;
      await kept(null);
      return `${page}/mailbox`;
    case "again":
      return `/r/${outcome.pass}`;
    case "look-in-mailbox":
      await kept(null);
      return `${page}/mailbox`;
    case "invalid-email":
      await kept(null, { email: "errors.email.invalid" });
      return again;
    case "invalid":
      await kept(null, outcome.errors);
      return again;
    case "dates-refused":
    case "not-admitted":
      await kept(null, { ...outcome.errors });
      return again;
    case "no-such-event":
      return page;
    default:
      await kept(PROBLEMS[outcome.kind]);
      return again;
  }
}

const PROBLEMS = {
  full: "full",
  "form-changed": "tryAgain",
  "not-open-yet": "notOpenYet",
  closed: "closed",
  cancelled: "cancelled",
  over: "over",
  "sign-in-needed": "signInNeeded",
  "other-organization": "otherOrganization",
} as const;

/** The dates that were ticked. */
export function readTicked(form: FormData): string[] {
  const ticked = form.getAll("dates").filter((id) => typeof id === "string");
  return [...new Set(ticked)].slice(0, MOST_DATES);
}

/** A field as text; files and fields that were not sent are empty. */
function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
