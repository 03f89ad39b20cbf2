import { db } from "@/lib/db/database";
import { withGrant } from "@/lib/enrolment/with-grant";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { getWebinarLink, listWebinars, type Webinar } from "@/lib/graph/webinars";
import { actFor, ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
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

async function webinarsOf(personId: string): Promise<Webinar[]> {
  const { oid } = await db()
    .selectFrom("persons")
    .select("oid")
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  return eitherWay(personId, (call) => listWebinars(call, oid));
}

/** With the organizer's grant (`VirtualEvent.Read`), else with the application's token. */
export async function eitherWay<T>(
  personId: string,
  work: (call: GraphCall, as: "organizer" | "application") => Promise<T>,
): Promise<T> {
  try {
    return await actFor(personId, (call) => work(call, "organizer"));
  } catch (error) {
    if (!(error instanceof GraphFault && error.kind === "forbidden")) throw error;
    return withGrant({ actsWith: "application" }, personId, (call) => {
      if (!call) throw error;
      return work(call, "application");
    });
  }
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
