import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AdminMessage } from "@/components/auth/admin-message";
import { Asks } from "@/components/auth/asks";
import { Hero } from "@/components/auth/hero";
import { NoticeBanner, ProblemBanner } from "@/components/auth/problem-banner";
import { SandboxNote } from "@/components/auth/sandbox-note";
import { SignInForm } from "@/components/auth/sign-in-form";
import { LanguageSwitch } from "@/components/site/footer";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { approveUrl } from "@/lib/session/approve-url";
import { whereItIsSaid } from "@/lib/session/asked-for";
import { currentPerson } from "@/lib/session/current-person";
import { localPath } from "@/lib/session/local-path";
import { isProblem } from "@/lib/session/problems";
import { signInAction } from "./actions";

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "auth");
  const { problem } = await searchParams;
  const title = isProblem(problem)
    ? t("problemTitle", { title: t(`problems.${problem}.title`) })
    : t("title");
  return { title, robots: { index: false } };
}

/** The way in for organizers, and where every sign-in that failed says why. */
export default async function SignInPage({ params, searchParams }: Props) {
  const locale = asLocale((await params).locale);
  const query = await searchParams;
  const problem = isProblem(query.problem) ? query.problem : null;
  const code =
    typeof query.code === "string" && /^AADSTS\d{1,8}$/.test(query.code) ? query.code : null;
  const tenant =
    typeof query.tenant === "string" && /^[0-9a-f-]{36}$/i.test(query.tenant) ? query.tenant : null;
  const notice =
    query.notice === "signed-out" || query.notice === "consented" ? query.notice : null;
  // next-auth's own name for it comes from its GET /api/auth/signin.
  const from = localPath(query.from) ?? fromAddress(query.callbackUrl);
  const person = await currentPerson();
  if (person && !problem && !notice) redirect(from ?? "/dashboard");
  const saidThere = person && problem ? whereItIsSaid(problem, from) : null;
  if (saidThere) redirect(saidThere);

  const t = translator(locale, "auth");
  const common = translator(locale, "common");
  const { sandboxUrl } = env();
  return (
    <div className="auth">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <Hero t={t} />
      <main id="main" tabIndex={-1} className="auth__main">
        <div className="auth__in">
          {problem ? <ProblemBanner t={t} problem={problem} code={code} tenant={tenant} /> : null}
          {notice ? <NoticeBanner t={t} notice={notice} /> : null}
          {person ? (
            <p className="auth__signed-in">
              {t("signedIn.text", { name: person.name })}{" "}
              <a href="/dashboard">{t("signedIn.back")}</a>
            </p>
          ) : null}
          {problem === "admin-consent" ? <AdminMessage t={t} approveUrl={approveUrl()} /> : null}
          {sandboxUrl ? <SandboxNote t={t} mailbox={sandboxUrl} /> : null}
          <h2 className="auth__heading">{t("heading")}</h2>
          <p className="auth__muted">{t("lead")}</p>
          <SignInForm
            action={signInAction}
            label={problem ? t(`problems.${problem}.button`) : t("button")}
            from={from}
            problem={problem}
          />
          <Asks t={t} />
          <div className="auth__language">
            <LanguageSwitch locale={locale} label={common("footer.language")} />
          </div>
        </div>
      </main>
    </div>
  );
}

function fromAddress(value: unknown): string | null {
  const url = typeof value === "string" ? URL.parse(value, env().publicUrl) : null;
  return url?.origin === env().publicUrl && url.pathname !== "/"
    ? localPath(`${url.pathname}${url.search}`)
    : null;
}
