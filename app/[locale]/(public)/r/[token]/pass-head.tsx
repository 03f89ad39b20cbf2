import { clsx } from "clsx";
import { Icon } from "@/components/ui/icon";
import type { Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { LivePass } from "@/lib/registrations/read-pass";
import type { PassState } from "./pass-state";

/** Am I in? In one line, and what there is to know about it in the next. */
export function PassHead({
  pass,
  state,
  locale,
}: {
  pass: LivePass;
  state: PassState;
  locale: Locale;
}) {
  const { title, lead } = words(pass, state, translator(locale, "pass"));
  const ended = state === "withdrawn" || state === "cancelled" || state === "over";
  return (
    <header className="pass__head">
      <h1 className="h1">
        <span className={clsx("tick", ended && "tick--ended")} aria-hidden="true">
          <Icon name={ended ? "none" : "check"} />
        </span>
        <span>{title}</span>
      </h1>
      <p className="lead">{lead}</p>
    </header>
  );
}

function words({ person, event }: LivePass, state: PassState, t: Translate<"pass">) {
  const named = (key: "in" | "time" | "safe") =>
    person ? t(`${key}Named`, { name: person.firstName }) : t(key);
  switch (state) {
    case "ready":
      return {
        title: named("in"),
        lead: person ? t("mailed", { email: person.email }) : t("mailedUnproved"),
      };
    case "soon":
      return { title: named("time"), lead: t("timeLead") };
    case "waiting":
      return { title: named("safe"), lead: t("waitingLead") };
    case "delayed":
      return { title: named("safe"), lead: t("delayedLead") };
    case "withdrawn":
      return { title: t("withdrawn.title"), lead: t("withdrawn.lead") };
    case "cancelled":
      return { title: t("cancelled.title"), lead: t("cancelled.lead", { host: event.hostName }) };
    case "over":
      return { title: t("over.title"), lead: t("over.lead") };
  }
}
