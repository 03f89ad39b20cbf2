import type { Translate } from "@/lib/i18n/translator";
import type { Problem } from "@/lib/session/problems";
import { Line } from "./asks";

const ALERT =
  "M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800ZM8 5v3.600M8 10.900v.1";
const DONE =
  "M8 1.800a6.200 6.200 0 1 1 0 12.400A6.200 6.200 0 0 1 8 1.800Zm-2.700 6.400 1.900 1.900 3.600-4";

/** What went wrong with a sign-in and what to do about it. */
export function ProblemBanner({
  t,
  problem,
  code,
  tenant,
}: {
  t: Translate<"auth">;
  problem: Problem;
  /** Microsoft's own code, for whoever helps. */
  code: string | null;
  /** The reader's own, for whoever could let it in. */
  tenant: string | null;
}) {
  return (
    <section className="auth__banner auth__banner--bad" role="alert" aria-labelledby="problem">
      <Line d={ALERT} />
      <div>
        <h2 id="problem">{t(`problems.${problem}.title`)}</h2>
        <p>{t(`problems.${problem}.text`)}</p>
        {code ? <p className="auth__code">{t("code", { code })}</p> : null}
        {tenant ? <p className="auth__code">{t("tenant", { tenant })}</p> : null}
      </div>
    </section>
  );
}

/** Something went as it should. */
export function NoticeBanner({
  t,
  notice,
}: {
  t: Translate<"auth">;
  notice: "signed-out" | "consented";
}) {
  return (
    <section className="auth__banner auth__banner--good" role="status" aria-labelledby="notice">
      <Line d={DONE} />
      <div>
        <h2 id="notice">{t(`notices.${notice}.title`)}</h2>
        <p>{t(`notices.${notice}.text`)}</p>
      </div>
    </section>
  );
}
