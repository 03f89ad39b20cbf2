import type { PickTrouble } from "@/lib/events/pick-meeting";
import type { Translate } from "@/lib/i18n/translator";
import { DeskButton } from "../desk-link";
import { Glyph } from "../glyph";
import { ReconnectForm } from "../reconnect-form";

/** Why a meeting could not be had, with the way out. */
export function PickProblem({
  problem,
  reason,
  from,
  reconnect,
  words: t,
}: {
  problem: { kind: PickTrouble["kind"] | "not-yours" | "gone" | "unavailable" };
  /** Of a broken connection, as a sentence. */
  reason: string | null;
  from: string;
  reconnect: (form: FormData) => Promise<void>;
  words: Translate<"desk">;
}) {
  const { kind } = problem;
  return (
    <div className="banner problem" role="alert">
      <Glyph name="warn" />
      <div className="grow">
        <p>
          <strong>{t(`picker.problem.${kind}.title`)}</strong>
        </p>
        <p>{reason ?? t(`picker.problem.${kind}.text`)}</p>
      </div>
      {kind === "broken-connection" || kind === "needs-consent" ? (
        <ReconnectForm
          action={reconnect}
          label={kind === "needs-consent" ? t("picker.writeAsk") : t("banner.reconnect")}
          from={from}
          consent={kind === "needs-consent"}
        />
      ) : null}
      {kind === "try-again" ? (
        <DeskButton href={from}>{t("picker.problem.again")}</DeskButton>
      ) : null}
    </div>
  );
}
