import { db, withTx } from "@/lib/db/database";
import type { Audience } from "@/lib/db/schema";
import { registrarMeeting } from "@/lib/enrolment/meeting";
import type { OpenOutcome, Refusal } from "@/lib/enrolment/registrar";
import { registrarNamed } from "@/lib/enrolment/registrars";
import { type Unasked, unaskedOf } from "@/lib/enrolment/webinar-questions";
import { refreshTerms } from "@/lib/enrolment/webinar-terms";
import { grantRefusal, withGrant } from "@/lib/enrolment/with-grant";
import { formText, NO_QUESTIONS } from "@/lib/form/definition";
import { GraphFault } from "@/lib/graph/faults";
import { TokenFault } from "@/lib/graph/token-fault";
import { log } from "@/lib/log";
import { beginFollowing } from "@/lib/meetings/follow";
import { ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { loadForm } from "./form-queries";
import { schedulePageChanges } from "./page-change";
import { type LoadedEvent, loadEvent, lockEvent } from "./queries";
import { scheduleReminders } from "./remind";
import { publicText } from "./save-event";
import { findWayIn, type WayIn } from "./way-in";

export type PublishOutcome =
  | { kind: "published"; slug: string }
  | { kind: "already"; slug: string }
  /** Keys of what the checklist still misses. */
  | { kind: "missing"; what: Missing[] }
  | { kind: "leaks-way-in"; found: WayIn[] }
  /** The meeting has a registration already, for another audience; Usher never deletes it. */
  | { kind: "other-audience"; audience: Audience }
  /** Microsoft will not open it; `direct` always can. */
  | { kind: "no-registration"; reason: Refusal; requestId: string | null }
  /** The webinar requires answers that the form doesn't ask for: everybody would be refused there. */
  | { kind: "webinar-asks"; unasked: Unasked[] }
  | { kind: "broken-connection"; reason: string }
  | { kind: "operator-trouble" }
  | { kind: "try-again"; requestId: string | null };

export type Missing = "title" | "hostName" | "future" | "closes";

/** Right after a meeting was made Microsoft answers 409 now and then (microsoft-graph-docs #17998). */
const ATTEMPTS = 3;
const BETWEEN_ATTEMPTS_MS = 800;

/**
 * Opens the meeting at Microsoft, then the page. Nothing is public before both are done; pressing
 * Publish again after a crash ends in the same state.
 */
export async function publishEvent(access: EventAccess, now: Date): Promise<PublishOutcome> {
  const event = await loadEvent(db(), access.eventId);
  if (event.state !== "draft") return { kind: "already", slug: event.slug };
  const what = missingFrom(event, now);
  if (what.length > 0) return { kind: "missing", what };
  const form = await loadForm(db(), access.eventId);
  const found = findWayIn([publicText(event), form ? formText(form.definition) : ""].join("\n"));
  if (found.length > 0) return { kind: "leaks-way-in", found };

  let opened: OpenOutcome;
  try {
    opened = await openMeeting(event);
  } catch (error) {
    const refusal = grantRefusal(error);
    if (!refusal) return explain(error);
    opened = refusal;
  }
  if (opened.kind === "other-audience") return opened;
  if (opened.kind === "refused")
    return { kind: "no-registration", reason: opened.reason, requestId: opened.requestId };
  if (event.registrar === "webinar") {
    const { meetingId: id, graphId, actsAs: organizerId } = event;
    const terms = await refreshTerms({ id, graphId, organizerId }).catch(notNow);
    const unasked = unaskedOf(terms?.questions ?? [], form?.definition ?? NO_QUESTIONS);
    if (unasked.length > 0) return { kind: "webinar-asks", unasked };
  }

  await withTx(async (tx) => {
    await lockEvent(tx, access.eventId);
    await tx
      .updateTable("events")
      .set({ state: "open", published_at: now })
      .where("id", "=", access.eventId)
      .where("state", "=", "draft")
      .execute();
    if (event.registrar === "external")
      await tx
        .updateTable("meetings")
        .set({ audience: event.audience, registration_ours: opened.ours })
        .where("id", "=", event.meetingId)
        .execute();
    await bumpPage(tx, access.eventId);
    await schedulePageChanges(tx, access.eventId);
    await scheduleReminders(tx, access.eventId, now);
    await beginFollowing(tx, access.eventId);
  });
  return { kind: "published", slug: event.slug };
}

/** What has to be there before the page may be public. */
export function missingFrom(
  event: { title: string; hostName: string; endsAt: Date; closesAt: Date | null },
  now: Date,
): Missing[] {
  const missing: Missing[] = [];
  if (!event.title.trim() || event.title === "…") missing.push("title");
  if (!event.hostName.trim()) missing.push("hostName");
  if (event.endsAt <= now) missing.push("future");
  else if (event.closesAt && event.closesAt <= now) missing.push("closes");
  return missing;
}

/** What opening a meeting needs to know of it, and of the event that it is to be for. */
export type MeetingToOpen = Pick<
  LoadedEvent,
  | "registrar"
  | "audience"
  | "actsAs"
  | "meetingId"
  | "graphId"
  | "joinUrlSealed"
  | "meetingAudience"
  | "registrationOurs"
>;

/** Opens the event's meeting with its registrar; noted as ours before Microsoft is asked. */
export async function openMeeting(event: MeetingToOpen): Promise<OpenOutcome> {
  const registrar = registrarNamed(event.registrar);
  const meeting = registrarMeeting(event);
  const intend = async () => {
    await db()
      .updateTable("meetings")
      .set({ registration_ours: true, audience: event.audience })
      .where("id", "=", event.meetingId)
      .execute();
  };
  return withGrant(registrar, event.actsAs, async (call) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await registrar.open(call, meeting, event.audience, intend);
      const passing = outcome.kind === "refused" && outcome.reason === "conflict";
      if (!passing || attempt === ATTEMPTS) return outcome;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS_MS));
    }
  });
}

/** What can't be read now is no reason to wait: looking at the webinar reads it again. */
function notNow(error: unknown): null {
  const isMicrosofts =
    error instanceof GraphFault ||
    error instanceof TokenFault ||
    error instanceof ConnectionBroken ||
    error instanceof OperatorTrouble;
  if (isMicrosofts) return null;
  throw error;
}

function explain(error: unknown): PublishOutcome {
  if (error instanceof ConnectionBroken) return { kind: "broken-connection", reason: error.reason };
  if (error instanceof OperatorTrouble) return { kind: "operator-trouble" };
  if (error instanceof GraphFault) {
    log.warn({ kind: error.kind, graphRequestId: error.requestId }, "publishing failed at Graph");
    return { kind: "try-again", requestId: error.requestId };
  }
  throw error;
}
