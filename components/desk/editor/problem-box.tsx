"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { useLocale } from "use-intl";
import { Button } from "@/components/ui/button";
import { Glyph } from "../glyph";
import { ReconnectForm } from "../reconnect-form";
import { reasonText } from "../roster/reason-text";
import { useConnectionReason, useReasons, useWords } from "../words";
import type { EditorProblem, Intent } from "./editor-state";

/** Why it wasn't published, in plain words, with the way out. It takes the focus. */
export function ProblemBox({
  problem,
  form,
  from,
  mine,
  organizer,
  reconnect,
}: {
  problem: Exclude<EditorProblem, { kind: "missing" | "asks" | "webinar-asks" }>;
  /** Id of the editor's form, which the ways out submit. */
  form: string;
  from: string;
  /** The connection at Microsoft is the reader's own. */
  mine: boolean;
  organizer: string;
  reconnect: (form: FormData) => Promise<void>;
}) {
  const t = useWords();
  const locale = useLocale();
  const reasons = useReasons();
  const connectionReason = useConnectionReason();
  switch (problem.kind) {
    case "leaks-way-in": {
      const found = problem.found.map((what) => t(`editor.wayIn.${what}`));
      return (
        <Box title={t("editor.problem.leaks")}>
          <p>{t("editor.problem.leaksHelp", { found: list(found, locale) })}</p>
          <p>
            <a href="#description">{t("editor.problem.leaksGo")}</a>
          </p>
        </Box>
      );
    }
    case "no-registration":
      return (
        <Box title={t("editor.problem.noRegistration")}>
          <p>{reasonText(reasons, "enrolment", problem.reason)}</p>
          <p>{t("editor.problem.offerDirect")}</p>
          <Again form={form} intent="publish-direct" text={t("editor.problem.useDirect")} />
          <RequestId id={problem.requestId} />
        </Box>
      );
    case "other-audience": {
      const everyone = problem.audience === "everyone";
      return (
        <Box title={t("editor.problem.others")}>
          <p>
            {everyone ? t("editor.problem.othersEveryone") : t("editor.problem.othersOrganization")}
          </p>
          <Again
            form={form}
            intent={everyone ? "publish-everyone" : "publish-organization"}
            text={t("editor.problem.othersUse")}
          />
        </Box>
      );
    }
    case "broken-connection":
      return (
        <Box title={t("editor.problem.broken")}>
          <p>
            {mine
              ? connectionReason(problem.reason)
              : t("editor.problem.brokenOther", { name: organizer })}
          </p>
          {mine ? (
            <ReconnectForm action={reconnect} label={t("banner.reconnect")} from={from} />
          ) : null}
        </Box>
      );
    case "operator-trouble":
      return (
        <Box title={t("editor.problem.operator")}>
          <p>{t("editor.problem.operatorHelp")}</p>
        </Box>
      );
    case "cancelled":
      return <Box title={t("editor.problem.cancelled")} />;
    default:
      return (
        <Box title={t("editor.problem.later")}>
          <p>{t("editor.problem.laterHelp")}</p>
          <RequestId id={problem.requestId} />
        </Box>
      );
  }
}

function Box({ title, children }: { title: string; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div className="needs bad" role="alert" tabIndex={-1} ref={box}>
      <Glyph name="s-bad" />
      <div className="grow">
        <p>
          <b>{title}</b>
        </p>
        {children}
      </div>
    </div>
  );
}

function Again({ form, intent, text }: { form: string; intent: Intent; text: string }) {
  return (
    <p className="way-out">
      <Button type="submit" form={form} name="intent" value={intent} size="small" variant="primary">
        {text}
      </Button>
    </p>
  );
}

function RequestId({ id }: { id: string | null }) {
  const t = useWords();
  return id ? <p className="hint">{t("person.request", { id })}</p> : null;
}

function list(words: string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(words);
}
