import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { CheckList } from "@/components/desk/check/check-list";
import { RefusedCard } from "@/components/desk/check/refused-card";
import { TestMessageCard } from "@/components/desk/check/test-message-card";
import { DeskButton } from "@/components/desk/desk-link";
import { HealthCard } from "@/components/desk/health-card";
import { ButtonLink } from "@/components/ui/button";
import { db } from "@/lib/db/database";
import { countRefused } from "@/lib/enrolment/refused-people";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { examineOrganizer } from "@/lib/preflight/organizer-checks";
import { isAdministrator } from "@/lib/session/current-person";
import { requirePerson } from "@/lib/session/require-person";
import { retryRefusedAction, sendTestMessageAction } from "./actions";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const HERE = "/dashboard/check";

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "checks")("title") };
}

/** What Usher needs to work for this person, looked at while the page is made. */
export default async function CheckPage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const locale = asLocale((await params).locale);
  const t = translator(locale, "checks");
  const [checked, refused, { mail, reason, tried }] = await Promise.all([
    examineOrganizer(person.id),
    countRefused(db(), person.id),
    searchParams,
  ]);
  const count = checked.flatMap(({ findings }) => findings.filter((one) => one.kind === "red"));
  const state = count.length === 0 ? "good" : "bad";
  return (
    <main id="main" className="page" tabIndex={-1}>
      <div className="page-head">
        <div className="grow">
          <h1>{t("title")}</h1>
          <p>{t("lead")}</p>
        </div>
        {(await isAdministrator()) ? (
          <DeskButton href="/dashboard/installation">{t("installation.open")}</DeskButton>
        ) : null}
        {/* A full load: what was looked at is not kept anywhere. */}
        <ButtonLink href={HERE} size="small">
          {t("again")}
        </ButtonLink>
      </div>
      <HealthCard
        good={state === "good"}
        title={t(`${state}.title`, { count: count.length })}
        help={t(`${state}.help`)}
      />
      <div className="two-col">
        <CheckList
          checked={checked}
          signIn={signInAction}
          from={HERE}
          words={t}
          reasons={translator(locale, "reasons")}
        />
        <div className="stack">
          <RefusedCard
            count={refused}
            tried={typeof tried === "string" && /^\d{1,4}$/.test(tried) ? Number(tried) : null}
            action={retryRefusedAction}
            words={t}
          />
          <TestMessageCard
            address={person.email}
            outcome={mail}
            reason={reason}
            action={sendTestMessageAction}
            from={HERE}
            locale={locale}
            words={t}
            reasons={translator(locale, "reasons")}
          />
        </div>
      </div>
    </main>
  );
}
