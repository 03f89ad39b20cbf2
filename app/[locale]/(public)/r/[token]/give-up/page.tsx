import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { TicketWhen } from "@/components/event/ticket-when";
import { SubmitButton } from "@/components/forms/submit-button";
import { TornTicketArt } from "@/components/site/art";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { asAccent } from "@/lib/events/accents";
import { asLocale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import { readPass } from "@/lib/registrations/read-pass";
import { PRIVATE_PAGE } from "../../../private-page";
import { type PassState, passState } from "../pass-state";
import { giveUpAction } from "./actions";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "pass");
  return { ...PRIVATE_PAGE, title: t("giveUp.title") };
}

/** A page with a button: mail scanners open every link, so no link may end a place. */
export default async function GiveUpPage({ params }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const pass = await readPass(token, new Date());
  if (!pass) return <NotFoundPage locale={locale} />;
  if (pass.ended || !pass.canWithdraw) redirect(`/r/${encodeURIComponent(token)}`);
  const t = translator(locale, "pass");
  const { event, person } = pass;
  const words = giveUpWords(passState(pass, new Date()), t);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="wrap narrow plain"
      data-accent={asAccent(event.accent)}
    >
      <TornTicketArt />
      <h1 className="h1">{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <dl className="sent">
        <div>
          <dt>{t("giveUp.place")}</dt>
          <dd>
            {person ? `${person.firstName} ${person.lastName}, ` : null}
            {event.title}
          </dd>
        </div>
        <div>
          <dt>{t("giveUp.when")}</dt>
          <dd className="num">
            <TicketWhen
              startsAt={event.startsAt.toISOString()}
              endsAt={event.endsAt.toISOString()}
              zone={event.zone}
              readerZone={pass.zone}
              locale={locale}
            />
          </dd>
        </div>
      </dl>
      <form className="actions" action={giveUpAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton variant="bad" size="large" pending={words.pending}>
          {words.confirm}
        </SubmitButton>
        <ButtonLink size="large" href={`/r/${token}`}>
          {words.keep}
        </ButtonLink>
      </form>
      {pass.unconfirmed ? null : <p className="hint after-actions">{t("giveUp.fine")}</p>}
    </main>
  );
}

/** What is given up: a place, an offer, or the wait for one. */
function giveUpWords(state: PassState, t: Translate<"pass">) {
  if (state !== "waitlisted" && state !== "offered" && state !== "requested" && state !== "confirm")
    return {
      title: t("giveUp.title"),
      lead: t("giveUp.lead"),
      confirm: t("giveUp.confirm"),
      pending: t("giveUp.pending"),
      keep: t("giveUp.keep"),
    };
  return {
    title: t(`leave.${state}.title`),
    lead: t(`leave.${state}.lead`),
    confirm: t(`leave.${state}.confirm`),
    pending: t("leave.pending"),
    keep: t(`leave.${state}.keep`),
  };
}
