import type { Metadata } from "next";
import { OrganizerCard } from "@/components/desk/check/organizer-card";
import { SaidList } from "@/components/desk/check/said-list";
import { TestMessageCard } from "@/components/desk/check/test-message-card";
import { HealthCard } from "@/components/desk/health-card";
import { ButtonLink } from "@/components/ui/button";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { allChecked, examine } from "@/lib/preflight/examine";
import { countRed } from "@/lib/preflight/run-checks";
import { sayForOperator, sayForOrganizer } from "@/lib/preflight/say-finding";
import { requireAdministrator } from "@/lib/session/require-administrator";
import { sendTestMessageAction } from "../check/actions";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const HERE = "/dashboard/installation";

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "checks")("installation.title") };
}

/** What `npm run doctor` looks at, for administrators: looked at while the page is made. */
export default async function InstallationPage({ params, searchParams }: Props) {
  const person = await requireAdministrator();
  const locale = asLocale((await params).locale);
  const t = translator(locale, "checks");
  const { organizer, mail, reason } = await searchParams;
  const asked = typeof organizer === "string" ? organizer.trim().slice(0, 320) || null : null;
  const question = { kind: "doctor", organizer: asked, mail: null } as const;
  const examination = await examine(question, person.tid);
  const count = countRed(allChecked(examination));
  const state = count === 0 ? "good" : "bad";
  return (
    <main id="main" className="page" tabIndex={-1}>
      <div className="page-head">
        <div className="grow">
          <h1>{t("installation.title")}</h1>
          <p>{t("installation.lead")}</p>
        </div>
        {/* A full load: what was looked at is not kept anywhere. */}
        <ButtonLink
          href={asked ? `${HERE}?${new URLSearchParams({ organizer: asked })}` : HERE}
          size="small"
        >
          {t("again")}
        </ButtonLink>
      </div>
      <HealthCard
        good={state === "good"}
        title={t(`${state}.title`, { count })}
        help={t(`installation.${state}`)}
      />
      <div className="two-col">
        <div className="stack">
          <SaidList
            id="checked"
            title={t("list")}
            checked={examination.operator}
            say={sayForOperator}
            lang={locale === "en" ? undefined : "en"}
            words={t}
          />
          <OrganizerCard
            asked={asked}
            isNobody={examination.organizers?.length === 0}
            page={HERE}
            words={t}
          />
          {(examination.organizers ?? []).map(({ name, checked }, index) => (
            <SaidList
              key={name}
              id={`organizer-${index}`}
              title={t("installation.organizer.list", { name })}
              checked={checked}
              say={(check, finding) => sayForOrganizer(check, finding, locale)}
              words={t}
            />
          ))}
        </div>
        <div className="stack">
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
