import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { AskCard } from "@/components/desk/ask-card";
import { brokenSince } from "@/components/desk/broken-since";
import { DisconnectCard } from "@/components/desk/connection/disconnect-card";
import { ScopesCard } from "@/components/desk/connection/scopes-card";
import { WaitingCard } from "@/components/desk/connection/waiting-card";
import { DeskButton } from "@/components/desk/desk-link";
import { HealthCard } from "@/components/desk/health-card";
import { ReconnectForm } from "@/components/desk/reconnect-form";
import { db } from "@/lib/db/database";
import { readEvents } from "@/lib/events/read-events";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { isAdministrator } from "@/lib/session/current-person";
import { requirePerson } from "@/lib/session/require-person";
import { readerZone } from "../../reader-zone";
import { disconnectAction } from "./actions";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const HERE = "/dashboard/connection";

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("connection.title") };
}

/**
 * How Usher reaches Microsoft for this person: its health, what they gave, who waits because of it,
 * and the end of it, which is asked on an address of its own.
 */
export default async function ConnectionPage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const locale = asLocale((await params).locale);
  const t = translator(locale, "desk");
  const checks = translator(locale, "checks");
  const now = Date.now();
  const events = await readEvents(person.id);
  const waiting = events.filter(({ counts }) => counts.waiting > 0);
  const count = waiting.reduce((sum, { counts }) => sum + counts.waiting, 0);
  const health = await connectionHealth(db(), person.id, count);
  const since = brokenSince(health, await readerZone(), locale, now);
  const texts = {
    working: { title: t("connection.workingTitle"), help: t("connection.workingHelp") },
    broken: {
      title: t("connection.brokenTitle", since),
      help: [
        t("connection.brokenHelp", { count, reason: since.reason }),
        health.standIn ? t("banner.standIn") : "",
      ].join(" "),
    },
    none: { title: t("connection.noneTitle"), help: t("connection.noneHelp") },
  }[health.state];
  const good = health.state === "working";
  const asks = good && (await searchParams).ask === "disconnect";
  const toCome = events.filter(({ state, endsAt }) => state === "open" && Date.parse(endsAt) > now);
  return (
    <main id="main" className="page" tabIndex={-1}>
      <div className="page-head">
        <div className="grow">
          <h1>{t("connection.title")}</h1>
          <p>{t("connection.lead", { account: person.email ?? person.name })}</p>
        </div>
        {(await isAdministrator()) ? (
          <DeskButton href="/dashboard/installation">{checks("installation.open")}</DeskButton>
        ) : null}
        <DeskButton href="/dashboard/check">{checks("open")}</DeskButton>
      </div>
      <HealthCard good={good} trouble="pause" {...texts}>
        {good ? null : (
          <ReconnectForm
            action={signInAction}
            label={t("connection.reconnect")}
            from={HERE}
            size="medium"
          />
        )}
      </HealthCard>
      {asks ? (
        <AskCard
          title={t("connection.disconnectTitle")}
          sentences={[
            t("connection.disconnectWaits", { count: toCome.length }),
            t("connection.disconnectKeeps"),
          ]}
          yes={t("connection.disconnectYes")}
          no={t("connection.disconnectNo")}
          back={HERE}
          action={disconnectAction}
        />
      ) : null}
      <div className="two-col">
        <WaitingCard events={waiting} count={count} now={now} locale={locale} words={t} />
        <ScopesCard
          scopes={health.scopes}
          signIn={signInAction}
          from={HERE}
          connected={health.state !== "none"}
          words={t}
        />
      </div>
      {good && !asks ? <DisconnectCard words={t} /> : null}
    </main>
  );
}
