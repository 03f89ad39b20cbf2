import { db } from "@/lib/db/database";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { isGranted } from "@/lib/graph/scopes";
import { getWebinarLink, getWebinarTerms, listWebinars, type Webinar } from "@/lib/graph/webinars";
import { actAsApplication } from "@/lib/organizers/act-as-application";
import { actFor, ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import { connectionHealth } from "@/lib/organizers/connection-health";
import type { PickedMeeting } from "./draft-event";
import type { PickerEntry } from "./pick-meeting";
import { asPage, selectPages } from "./picker-pages";

/** A webinar in the picker. */
export type WebinarEntry = Pick<
  PickerEntry,
  "id" | "subject" | "startsAt" | "endsAt" | "zone" | "page"
> & { isDraft: boolean };

export type WebinarList =
  | { kind: "webinars"; entries: WebinarEntry[] }
  /** Neither the organizer's grant nor the application may look. */
  | { kind: "not-allowed" }
  /** Microsoft doesn't answer just now, or has no webinars there. */
  | { kind: "none" };

/** The webinars that this person organizes and that are still to come, earliest first. */
export async function readWebinars(
  person: { id: string },
  question: { query?: string; now: Date },
): Promise<WebinarList> {
  try {
    const words = (question.query ?? "").trim().toLowerCase();
    const webinars = (await webinarsOf(person.id)).filter(
      ({ status, endsAt, title }) =>
        status !== "canceled" && endsAt > question.now && title.toLowerCase().includes(words),
    );
    webinars.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
    return { kind: "webinars", entries: await withPages(person.id, webinars) };
  } catch (error) {
    if (error instanceof GraphFault)
      return { kind: error.kind === "forbidden" ? "not-allowed" : "none" };
    if (error instanceof ConnectionBroken || error instanceof OperatorTrouble)
      return { kind: "none" };
    throw error;
  }
}

/** The webinar with this id, read anew: nothing is taken from the browser. */
export async function pickWebinar(
  person: { id: string },
  id: string,
): Promise<{ kind: "picked"; meeting: PickedMeeting } | { kind: "gone" | "try-again" }> {
  try {
    const webinar = (await webinarsOf(person.id)).find((each) => each.id === id);
    if (!webinar || webinar.status === "canceled") return { kind: "gone" };
    const joinUrl = await eitherWay(person.id, (call) => getWebinarLink(call, id)).catch(
      (error: unknown) => {
        if (error instanceof GraphFault) return null;
        throw error;
      },
    );
    const terms = await eitherWay(person.id, (call) => getWebinarTerms(call, id)).catch(
      (error: unknown) => {
        if (error instanceof GraphFault) return null;
        throw error;
      },
    );
    const { startsAt, endsAt, zone, title, audience } = webinar;
    return {
      kind: "picked",
      meeting: {
        kind: "webinar",
        graphId: id,
        subject: title,
        joinUrl: joinUrl ?? "",
        startsAt,
        endsAt,
        zone,
        audience,
        terms,
      },
    };
  } catch (error) {
    const isKnown =
      error instanceof GraphFault ||
      error instanceof ConnectionBroken ||
      error instanceof OperatorTrouble;
    if (isKnown) return { kind: "try-again" };
    throw error;
  }
}

/**
 * The calendar without the entries that Outlook keeps for these webinars: picked as a meeting, a
 * webinar would be given a registration beside its own. Webinars don't tell their calendar entry, and
 * asking each for its link would be a call each: title, start and end say which one it is.
 */
export function withoutWebinars(entries: PickerEntry[], list: WebinarList): PickerEntry[] {
  if (list.kind !== "webinars") return entries;
  const nameOf = ({ subject, startsAt, endsAt }: WebinarEntry | PickerEntry) =>
    `${startsAt} ${endsAt} ${subject.trim()}`;
  const webinars = new Set(list.entries.map(nameOf));
  return entries.filter(
    (entry) => !(entry.isOrganizer && entry.isOnline && webinars.has(nameOf(entry))),
  );
}

async function webinarsOf(personId: string): Promise<Webinar[]> {
  const { oid } = await whoIs(personId);
  return eitherWay(personId, (call) => listWebinars(call, oid));
}

function whoIs(personId: string) {
  return db()
    .selectFrom("persons")
    .select(["tid", "oid"])
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
}

const DELEGATED = "VirtualEvent.Read";
const APPLICATION = "VirtualEvent.Read.All";

/**
 * With the organizer's grant where it was given, else with the application's token where it has the
 * role: what would be refused for certain is not asked.
 */
export async function eitherWay<T>(
  personId: string,
  work: (call: GraphCall, as: "organizer" | "application") => Promise<T>,
): Promise<T> {
  const { scopes } = await connectionHealth(db(), personId);
  if (isGranted(scopes, DELEGATED)) {
    try {
      return await actFor(personId, (call) => work(call, "organizer"));
    } catch (error) {
      if (!(error instanceof GraphFault && error.kind === "forbidden")) throw error;
    }
  }
  const { tid } = await whoIs(personId);
  return actAsApplication(tid, (call) => work(call, "application"), APPLICATION);
}

async function withPages(personId: string, webinars: Webinar[]): Promise<WebinarEntry[]> {
  const ids = webinars.map(({ id }) => id);
  const pages = ids.length
    ? await selectPages(personId)
        .select("meetings.graph_id as graphId")
        .where("meetings.graph_id", "in", ids)
        .execute()
    : [];
  return webinars.map((webinar): WebinarEntry => {
    const page = pages.find(({ graphId }) => graphId === webinar.id);
    return {
      id: webinar.id,
      subject: webinar.title,
      startsAt: webinar.startsAt.toISOString(),
      endsAt: webinar.endsAt.toISOString(),
      zone: webinar.zone,
      isDraft: webinar.status === "draft",
      page: asPage(page),
    };
  });
}
