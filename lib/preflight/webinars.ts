import { db } from "@/lib/db/database";
import { isOtherCloud } from "@/lib/enrolment/check-registrars";
import { unaskedOf } from "@/lib/enrolment/webinar-questions";
import { env } from "@/lib/env";
import { loadForm } from "@/lib/events/form-queries";
import { NO_QUESTIONS } from "@/lib/form/definition";
import { freshApplicationToken } from "@/lib/graph/application-token";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { getWebinar, getWebinarTerms } from "@/lib/graph/webinars";
import { actAsApplication } from "@/lib/organizers/act-as-application";
import type { Check, Finding } from "./check";
import { graphFinding } from "./graph-finding";
import { readWebinarEvents, type WebinarEvent } from "./queries";

/**
 * Each webinar that has a page, drafts too, read as enrolling will: with the application's token,
 * which an access policy has to let at this organizer.
 */
export const webinarsCheck: Check<string> = {
  name: "webinars",
  async run(personId) {
    const events = await readWebinarEvents(db(), personId, new Date());
    const [first] = events;
    if (!first) return { kind: "note", reason: "no-webinars" };
    // As the application's own check does, so that the two don't speak of different days. What fails
    // here fails again below, where it is said.
    await freshApplicationToken(first.tid).catch(() => undefined);
    const found = await Promise.all(events.map(lookAt));
    // These hang on the organizer, not on the webinar: said once.
    return found.find((one) => one.kind !== "green" && OF_ALL.includes(one.reason)) ?? found;
  },
};

const OF_ALL = ["no-policy", "after-application"];

async function lookAt(event: WebinarEvent): Promise<Finding> {
  const about = { id: event.id, title: event.title };
  if (isOtherCloud()) return { kind: "red", reason: "webinar-cloud", by: "organizer", about };
  try {
    // Of this moment, as the check of the permission asks: both tell the same story.
    await freshApplicationToken(event.tid);
    return { ...(await actAsApplication(event.tid, (call) => ask(call, event))), about };
  } catch (error) {
    if (error instanceof GraphFault && error.noAccessPolicy) return noPolicy(event.oid);
    if (error instanceof GraphFault && error.noConsent)
      return { kind: "note", reason: "after-application" };
    const retired: Finding = { kind: "red", reason: "webinar-retired", by: "organizer" };
    const finding = graphFinding(error, {
      forbidden: { kind: "red", reason: "webinar-forbidden", by: "administrator" },
      gone: retired,
      "not-supported": retired,
    });
    return { ...finding, about };
  }
}

/** The policy is named as deploy/entra names it; granted to the one person, it beats any group's. */
function noPolicy(oid: string): Finding {
  const { clientId } = env().entra;
  const command = [
    `New-CsApplicationAccessPolicy -Identity 'Usher-${clientId}' -AppIds '${clientId}'`,
    `Grant-CsApplicationAccessPolicy -PolicyName 'Usher-${clientId}' -Identity '${oid}'`,
  ].join("\n");
  return { kind: "red", reason: "no-policy", by: "administrator", values: { command } };
}

async function ask(call: GraphCall, event: WebinarEvent): Promise<Finding> {
  const webinar = await getWebinar(call, event.graphId);
  if (!webinar || webinar.status === "canceled")
    return { kind: "red", reason: "webinar-gone", by: "organizer" };
  if (webinar.status === "draft") return { kind: "red", reason: "webinar-draft", by: "organizer" };
  const terms = await getWebinarTerms(call, event.graphId);
  const form = await loadForm(db(), event.id);
  const unasked = unaskedOf(terms?.questions ?? [], form?.definition ?? NO_QUESTIONS);
  if (unasked.length > 0) {
    const values = { questions: unasked.map(({ text }) => text).join(" · ") };
    return { kind: "red", reason: "webinar-asks", by: "organizer", values };
  }
  // A page without a limit is no trouble before more have come than Teams takes.
  const ours = event.capacity ?? event.people;
  const theirs = terms?.capacity ?? null;
  if (theirs !== null && ours > theirs) {
    const values = { theirs, ours };
    // Whoever comes after that waits there for a link, and may get one.
    if (terms?.waitlist) return { kind: "note", reason: "webinar-line", values };
    return { kind: "red", reason: "webinar-small", by: "organizer", values };
  }
  return terms?.approval ? { kind: "note", reason: "webinar-approves" } : { kind: "green" };
}
