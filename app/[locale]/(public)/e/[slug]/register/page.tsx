import type { Metadata } from "next";
import { EventView } from "@/components/event/event-view";
import type { FilledForm } from "@/components/event/form-fields";
import { RegistrationCard } from "@/components/event/registration-card";
import { RegistrationForm } from "@/components/event/registration-form";
import { ErrorSummary } from "@/components/forms/error-summary";
import { SubmitButton } from "@/components/forms/submit-button";
import { NotFoundPage } from "@/components/site/not-found-page";
import { type Phase, phaseOf } from "@/lib/events/phase";
import { type PublicPage, readPublicPage } from "@/lib/events/read-page";
import { cachedStamp, stamp } from "@/lib/guard/stamp";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { log } from "@/lib/log";
import { within } from "@/lib/patience";
import type { Draft } from "@/lib/registrations/draft";
import type { Attendee } from "@/lib/session/handoff";
import { readHandoff } from "@/lib/session/read-handoff";
import { attendeeSignIn } from "../../../../(auth)/attendee-sign-in";
import { registerAction } from "../actions";
import { keptDraft } from "../browser-cookies";
import { cachedPage, datesOf, slugOf } from "../event-page";
import { MembersSignIn } from "../open-card-body";
import { pageMetadata } from "../page-metadata";
import { prefilledForm } from "../prefill";
import { UnavailablePage } from "./unavailable-page";

export const dynamic = "force-dynamic";

/** What somebody waits for the database; less when it kept them waiting just now. */
const PATIENCE_MS = 6_000;
const LITTLE_PATIENCE_MS = 1_500;

interface Props {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const page = await knownPage(slugOf(slug));
  return {
    ...(page ? pageMetadata(page, asLocale(locale)) : {}),
    robots: { index: false },
  };
}

/**
 * The event's page for one reader: a form that came back, with everything typed and what to put
 * right, or a member's form after signing in.
 */
export default async function RegisterPage({ params, searchParams }: Props) {
  const locale = asLocale((await params).locale);
  const slug = slugOf((await params).slug);
  const draft = await keptDraft(slug);
  const answer = await look(slug, draft);
  if (answer === "unavailable") {
    const known = await knownPage(slug);
    return <UnavailablePage slug={slug} locale={locale} draft={draft} page={known} />;
  }
  const { page, attendee } = answer;
  if (!page) return <NotFoundPage locale={locale} />;
  const query = await searchParams;
  const problem = draft?.problem ?? SIGN_IN_PROBLEMS[String(query.problem)] ?? null;
  const notice = problem ? <Notice problem={problem} locale={locale} /> : null;
  const phase = phaseOf(datesOf(page), new Date());
  return (
    <EventView
      event={page}
      locale={locale}
      formFirst
      ended={phase === "over" || phase === "cancelled"}
      card={
        <>
          {problem && problem === NOT_TAKEN[phase] ? notice : null}
          <RegistrationCard
            event={page}
            phase={phase}
            locale={locale}
            exact
            open={
              page.audience === "organization" && !attendee ? (
                <>
                  {notice}
                  <MembersSignIn page={page} locale={locale} less={query.problem === "ask-less"} />
                </>
              ) : (
                <>
                  {attendee ? <SignedInAs attendee={attendee} slug={slug} locale={locale} /> : null}
                  <RegistrationForm
                    event={page}
                    locale={locale}
                    action={registerAction}
                    // Who mends a form that came back is quick.
                    stamp={(draft ? cachedStamp : stamp)(slug, new Date())}
                    filled={filledForm(draft, attendee, query) ?? prefilledForm(query, page.form)}
                    notice={notice}
                    exact
                  />
                </>
              )
            }
          />
        </>
      }
    />
  );
}

/** The page and who signed in for it, as they are now. */
async function look(
  slug: string,
  draft: Draft | null,
): Promise<{ page: PublicPage | null; attendee: Attendee | null } | "unavailable"> {
  const patience = draft?.problem === "tryAgain" ? LITTLE_PATIENCE_MS : PATIENCE_MS;
  try {
    return await within(patience, async () => {
      const page = await readPublicPage(slug);
      const attendee = page?.audience === "organization" ? await readHandoff(slug) : null;
      return { page, attendee };
    });
  } catch (error) {
    log.error({ err: error }, "the form can't be shown");
    return "unavailable";
  }
}

/** The page as this process showed it last, for while the database is away. */
async function knownPage(slug: string): Promise<PublicPage | null> {
  return within(LITTLE_PATIENCE_MS, () => cachedPage(slug)).catch(() => null);
}

/** Sent from a page that was opened before: the card says how it stands, not what became of it. */
const NOT_TAKEN: Partial<Record<Phase, Draft["problem"]>> = {
  before: "notOpenYet",
  closed: "closed",
  cancelled: "cancelled",
  over: "over",
};

type Problem =
  | NonNullable<Draft["problem"]>
  | "declined"
  | "entraDown"
  | "blocked"
  | "adminConsent"
  | "askLess"
  | "startAgain";

/** How a sign-in may have ended (lib/session), as the address says it. */
const SIGN_IN_PROBLEMS: Record<string, Problem> = {
  declined: "declined",
  "entra-down": "entraDown",
  blocked: "blocked",
  "other-organization": "otherOrganization",
  "admin-consent": "adminConsent",
  "ask-less": "askLess",
  "start-again": "startAgain",
};

function Notice({ problem, locale }: { problem: Problem; locale: Locale }) {
  const t = translator(locale, "public");
  return (
    <ErrorSummary title={t(`problem.${problem}.title`)}>
      <p>{t(`problem.${problem}.text`)}</p>
    </ErrorSummary>
  );
}

/** Who Microsoft says they are, with the way to be somebody else. */
function SignedInAs({
  attendee,
  slug,
  locale,
}: {
  attendee: Attendee;
  slug: string;
  locale: Locale;
}) {
  const t = translator(locale, "public");
  return (
    <form className="signed-in" action={attendeeSignIn}>
      <input type="hidden" name="slug" value={slug} />
      <p>{t("card.members.signedIn", { name: attendee.name })}</p>
      <SubmitButton variant="quiet">{t("card.members.other")}</SubmitButton>
    </form>
  );
}

/** What was typed before goes first, then what Microsoft says; a display name is split once. */
function filledForm(
  draft: Draft | null,
  attendee: Attendee | null,
  { code }: Record<string, string | string[] | undefined>,
): FilledForm | undefined {
  if (draft) return { values: draft.values, errors: draft.errors };
  if (!attendee) return undefined;
  const [, firstName = attendee.name, lastName = ""] =
    /^(\S+)\s+(.+)$/su.exec(attendee.name.trim()) ?? [];
  const values = { firstName, lastName, email: attendee.email ?? "" };
  return { values: typeof code === "string" ? { ...values, code } : values };
}
