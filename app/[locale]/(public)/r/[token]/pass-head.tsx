import { clsx } from "clsx";
import { Icon } from "@/components/ui/icon";
import type { Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { LivePass } from "@/lib/registrations/read-pass";
import { isVoid, isWaiting, type PassState } from "./pass-state";

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
  const ended = isVoid(state);
  const waits = isWaiting(state);
  return (
    <header className="pass__head">
      <h1 className="h1">
        <span
          className={clsx("tick", ended && "tick--ended", waits && "tick--wait")}
          aria-hidden="true"
        >
          <Icon name={ended ? "none" : waits ? "clock" : "check"} />
        </span>
        <span>{title}</span>
      </h1>
      <p className="lead">{lead}</p>
    </header>
  );
}

function words(pass: LivePass, state: PassState, t: Translate<"pass">) {
  const { person, event } = pass;
  const host = { host: event.hostName };
  const named = (key: "in" | "time" | "safe") =>
    person ? t(`${key}Named`, { name: person.firstName }) : t(key);
  const addressed = (key: "waitlisted" | "offered" | "requested") =>
    person ? t(`${key}.titleNamed`, { name: person.firstName }) : t(`${key}.title`);
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
    case "by-teams":
      return { title: named("in"), lead: t("byTeamsLead") };
    case "held-there":
      return { title: named("safe"), lead: t(`heldThere.${heldAs(pass)}`, host) };
    case "confirm":
      return { title: t("confirm.title"), lead: t(`confirm.${confirmLead(pass)}`) };
    case "waitlisted":
      return { title: addressed("waitlisted"), lead: t("waitlisted.lead") };
    case "offered":
      return { title: addressed("offered"), lead: t("offered.lead") };
    case "requested":
      return { title: addressed("requested"), lead: t("requested.lead", host) };
    case "declined":
      return { title: t("declined.title"), lead: t("declined.lead", host) };
    case "lapsed":
      return pass.unconfirmed
        ? { title: t("lapsed.titleUnconfirmed"), lead: t("lapsed.leadUnconfirmed") }
        : { title: t("lapsed.title"), lead: t("lapsed.lead") };
    case "left":
      return { title: t("left.title"), lead: t("left.lead") };
    case "withdrawn":
      return { title: t("withdrawn.title"), lead: t("withdrawn.lead") };
    case "cancelled":
      return { title: t("cancelled.title"), lead: t("cancelled.lead", host) };
    case "over":
      return { title: t("over.title"), lead: t("over.lead") };
  }
}

function heldAs({ link }: LivePass) {
  return link.kind === "held" ? link.as : "waitlisted";
}

/** Who reads it in the mailbox presses here; who signed up looks there first. */
function confirmLead({ proved, place }: LivePass) {
  if (proved) return place === "held" ? "leadHeld" : "lead";
  return place === "held" ? "mailbox" : "mailboxNotHeld";
}
