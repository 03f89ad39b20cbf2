import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { MoveTarget } from "@/lib/moving/read-target";
import { Glyph } from "../glyph";
import { reasonText } from "../roster/reason-text";

const PROBLEMS = [
  "already",
  "not-live",
  "impossible",
  "broken-connection",
  "operator-trouble",
  "try-again",
] as const;

/** Why an event was not moved, and what to do; nothing when the address names no problem. */
export function MoveProblem({
  problem,
  reason,
  target,
  locale,
}: {
  /** Of the address, which may say anything: the outcome's kind, and the refusal or the audience. */
  problem: unknown;
  reason: unknown;
  /** Where it was to go; null on the way back. */
  target: Pick<MoveTarget, "choices"> | null;
  locale: Locale;
}) {
  const t = translator(locale, "moving");
  const why = whyOf();
  if (why === null) return null;
  const offersDirect = problem === "no-registration" && target?.choices.direct === null;
  return (
    <div className="banner problem" role="alert">
      <Glyph name="warn" />
      <div className="grow">
        <p>
          <strong>{t("problem.title")}</strong>
        </p>
        <p>{[why, offersDirect ? t("problem.direct") : null].filter(Boolean).join(" ")}</p>
        <p>{t("problem.safe")}</p>
      </div>
    </div>
  );

  function whyOf(): string | null {
    const known = PROBLEMS.find((each) => each === problem);
    if (known) return t(`problem.${known}`);
    if (problem === "other-audience")
      return t(reason === "everyone" ? "problem.everyone" : "problem.organization");
    if (problem === "no-registration" && typeof reason === "string")
      return reasonText(translator(locale, "reasons"), "enrolment", reason);
    return null;
  }
}
