import type { Metadata } from "next";
import { RefreshAt } from "@/components/event/clock-leaves";
import { LinkWatch } from "@/components/pass/link-watch";
import { Ticket } from "@/components/pass/ticket";
import { NotFoundPage } from "@/components/site/not-found-page";
import { Icon } from "@/components/ui/icon";
import { asAccent } from "@/lib/events/accents";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { readPass } from "@/lib/registrations/read-pass";
import { PRIVATE_PAGE } from "../../private-page";
import { EndedPass } from "./ended-pass";
import { PassDates } from "./pass-dates";
import { PassHead } from "./pass-head";
import { PassMore } from "./pass-more";
import { DOORS_MS, isPassing, isVoid, passState, passWord, ticketState } from "./pass-state";
import { PassStub } from "./pass-stub";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What a button on the pass came to. */
const DID = ["on-its-way", "too-soon", "answers", "dates"] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "pass");
  return { ...PRIVATE_PAGE, title: t("page") };
}

/** The pass: am I in, when is it, how do I join. Its address is the holder's secret. */
export default async function PassPage({ params, searchParams }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const now = new Date();
  const pass = await readPass(token, now);
  if (!pass) return <NotFoundPage locale={locale} />;
  if (pass.ended) return <EndedPass slug={pass.slug} locale={locale} />;

  const done = (await searchParams).did;
  const did = DID.find((each) => each === done);
  const state = passState(pass, now);
  const { event, person } = pass;
  const doors = new Date(event.startsAt.getTime() - DOORS_MS);
  return (
    <main id="main" tabIndex={-1} className="wrap pass" data-accent={asAccent(event.accent)}>
      <PassHead pass={pass} state={state} locale={locale} />
      {did ? (
        <p className="said" role="status">
          <Icon name={did === "answers" ? "check" : "mail"} />
          <span>
            {did === "dates"
              ? translator(locale, "series")("pass.saved")
              : translator(locale, "pass")(`did.${did}`)}
          </span>
        </p>
      ) : null}
      <Ticket
        event={event}
        locale={locale}
        readerZone={pass.zone}
        admits={person && pass.hadPlace ? `${person.firstName} ${person.lastName}` : null}
        state={ticketState(state, pass)}
        stub={<PassStub pass={pass} state={state} locale={locale} now={now} />}
      />
      {isVoid(state) && !pass.canChangeDates ? null : (
        <PassDates pass={pass} locale={locale} now={now} />
      )}
      {isVoid(state) ? null : <PassMore pass={pass} state={state} locale={locale} />}
      {isPassing(state) ? (
        <LinkWatch address={`/api/passes/${token}/state`} state={passWord(pass, now)} />
      ) : null}
      {state === "waiting" || state === "delayed" || state === "held-there" ? (
        <noscript>
          <meta httpEquiv="refresh" content="15" />
        </noscript>
      ) : null}
      <RefreshAt times={[doors, event.startsAt, event.endsAt].map((time) => time.toISOString())} />
    </main>
  );
}
