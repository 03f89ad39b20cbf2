import { describe, expect, it } from "vitest";
import { graph } from "@/lib/graph/client";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { aiko, ines, noor, per } from "../../sandbox/people.ts";
import { createCalendarMeeting, listCalendar } from "./calendar";
import { findByJoinUrl, findByMeetingId, getMeeting } from "./online-meetings";
import {
  createRegistrant,
  createRegistration,
  deleteRegistrant,
  deleteRegistration,
  getRegistration,
} from "./registration";

/* Graph as the sandbox has it: another reading of graph.md, over HTTP. */
const sandbox = useSandbox();

async function callAs(person = ines, scopes = SCOPES) {
  const { accessToken } = await sandbox.control.grant(person.oid, scopes);
  return graph({ token: accessToken });
}

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

async function someMeeting() {
  const call = await callAs();
  const [meeting] = await sandbox.control.meetings(ines.oid);
  if (!meeting) throw new Error("Ines has no meetings.");
  return { call, meeting };
}

describe("listCalendar", () => {
  it("reads every page, in order, in the entries' own zones", async () => {
    const call = await callAs();
    const entries = [];
    let pages = 0;
    let next: string | null = null;
    do {
      const answer = await listCalendar(call, {
        from: inDays(0),
        to: inDays(120),
        zone: "Europe/Paris",
        pageUrl: next,
      });
      entries.push(...answer.entries);
      next = answer.next;
      pages++;
    } while (next);
    const starts = entries.map(({ startsAt }) => startsAt.getTime());
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    expect(pages).toBe(Math.max(1, Math.ceil(entries.length / 50)));
    expect(entries.find(({ isRecurring }) => isRecurring)).toMatchObject({
      joinUrl: expect.stringContaining("teams.microsoft.com"),
      seriesId: expect.any(String),
    });
    expect(entries.find(({ isOrganizer }) => !isOrganizer)).toMatchObject({
      organizerName: expect.any(String),
    });
    expect(entries.find(({ isOnline }) => !isOnline)).toMatchObject({ joinUrl: null });
    expect(entries.some(({ isCancelled }) => isCancelled)).toBe(true);
    expect(new Set(entries.map(({ zone }) => zone))).toContain("Europe/Berlin");
  });

  it("needs a calendar scope", async () => {
    const call = await callAs(ines, ["OnlineMeetings.ReadWrite"]);
    const asked = { from: inDays(0), to: inDays(1), zone: "Europe/Paris" };
    await expect(listCalendar(call, asked)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("createCalendarMeeting", () => {
  const wanted = {
    subject: "Über den Hafen",
    startsAt: new Date("2027-07-01T07:30:00Z"),
    endsAt: new Date("2027-07-01T08:30:00Z"),
    zone: "Europe/Paris",
  };

  it("puts a meeting into the calendar, once for one wish", async () => {
    const call = await callAs(ines, [...SCOPES, "Calendars.ReadWrite"]);
    const transactionId = crypto.randomUUID();
    const made = await createCalendarMeeting(call, { ...wanted, transactionId });
    const again = await createCalendarMeeting(call, { ...wanted, transactionId });
    expect(again.id).toBe(made.id);
    expect(made).toMatchObject({
      subject: wanted.subject,
      startsAt: wanted.startsAt,
      endsAt: wanted.endsAt,
      isOrganizer: true,
    });
    // By default Teams' links are short, and found by their digits.
    const digits = /\/meet\/(\d+)/.exec(made.joinUrl ?? "")?.[1];
    const meeting = digits
      ? await findByMeetingId(call, digits)
      : await findByJoinUrl(call, made.joinUrl ?? "");
    expect(meeting?.subject).toBe(wanted.subject);
  });

  it("needs Calendars.ReadWrite", async () => {
    const call = await callAs();
    await expect(createCalendarMeeting(call, wanted)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("online meetings", () => {
  it("are found by link, by meeting ID and by id", async () => {
    const { call, meeting } = await someMeeting();
    const found = await findByJoinUrl(call, meeting.joinWebUrl);
    expect(found).toMatchObject({ subject: meeting.subject, joinUrl: meeting.joinWebUrl });
    expect(await getMeeting(call, found?.id ?? "")).toEqual(found);
    expect(found?.joinMeetingId).toMatch(/^\d+$/);
    expect(await findByMeetingId(call, found?.joinMeetingId ?? "")).toEqual(found);
  });

  it("of others, and those that never were, are null", async () => {
    const { meeting } = await someMeeting();
    const call = await callAs(aiko);
    expect(await findByJoinUrl(call, meeting.joinWebUrl)).toBeNull();
    expect(await getMeeting(call, meeting.id)).toBeNull();
    expect(await findByMeetingId(call, "1' or '1'='1")).toBeNull();
  });

  it("are forbidden to somebody without a licence", async () => {
    const { meeting } = await someMeeting();
    const call = await callAs(noor);
    await expect(getMeeting(call, meeting.id)).rejects.toMatchObject({
      kind: "forbidden",
      requestId: expect.any(String),
    });
  });
});

describe("registration", () => {
  it.each(["everyone", "organization"] as const)(
    "for %s is made, seen and removed",
    async (audience) => {
      const { call, meeting } = await someMeeting();
      expect(await getRegistration(call, meeting.id)).toBeNull();
      await createRegistration(call, meeting.id, audience);
      expect(await getRegistration(call, meeting.id)).toEqual({ audience });
      await expect(createRegistration(call, meeting.id, audience)).rejects.toMatchObject({
        kind: "conflict",
      });
      await deleteRegistration(call, meeting.id);
      await deleteRegistration(call, meeting.id);
      expect(await getRegistration(call, meeting.id)).toBeNull();
    },
  );

  it("sends id alone for everyone", async () => {
    const { call, meeting } = await someMeeting();
    await createRegistration(call, meeting.id, "everyone");
    await sandbox.control.resetLedger();
    const id = crypto.randomUUID();
    const { joinWebUrl } = await createRegistrant(call, meeting.id, { id });
    expect(joinWebUrl).toContain(id);
    const [sent] = await sandbox.control.ledger();
    expect(sent).toMatchObject({
      method: "POST",
      path: `/beta/me/onlineMeetings/${encodeURIComponent(meeting.id)}/registration/registrants`,
      body: { "@odata.type": "#microsoft.graph.externalMeetingRegistrant", id },
    });
    await deleteRegistrant(call, meeting.id, id);
    await deleteRegistrant(call, meeting.id, id);
  });

  it("sends tid and oid too for an organization", async () => {
    const { call, meeting } = await someMeeting();
    await createRegistration(call, meeting.id, "organization");
    await sandbox.control.resetLedger();
    const id = crypto.randomUUID();
    const member = { tenantId: per.tid, userId: per.oid };
    await createRegistrant(call, meeting.id, { id, ...member });
    const [sent] = await sandbox.control.ledger();
    expect(sent).toMatchObject({
      body: { "@odata.type": "#microsoft.graph.externalMeetingRegistrant", id, ...member },
    });
    await expect(createRegistrant(call, meeting.id, { id: "x" })).rejects.toMatchObject({
      kind: "bad-request",
    });
  });

  it.each([
    [403, "forbidden"],
    [404, "not-found"],
    [405, "not-supported"],
    [410, "gone"],
    [501, "not-supported"],
  ] as const)("retired with %d is %s", async (apiRetired, kind) => {
    const { call, meeting } = await someMeeting();
    await sandbox.control.set({ apiRetired });
    await expect(createRegistration(call, meeting.id, "everyone")).rejects.toMatchObject({ kind });
  });

  it.each(["reset", "garbage", "empty", "done-but-unanswered"] as const)(
    "after %s nobody knows, and it may be asked again",
    async (kind) => {
      const { call, meeting } = await someMeeting();
      await createRegistration(call, meeting.id, "everyone");
      await sandbox.control.fault({
        service: "graph",
        match: { path: "/registrants$" },
        fault: { kind },
      });
      const id = crypto.randomUUID();
      await expect(createRegistrant(call, meeting.id, { id })).rejects.toMatchObject({
        kind: "no-answer",
        retry: true,
      });
    },
  );

  it("says until when it is throttled", async () => {
    const { call, meeting } = await someMeeting();
    await sandbox.control.fault({ service: "graph", fault: { kind: "throttle", retryAfter: 30 } });
    const begun = Date.now();
    const fault = await createRegistration(call, meeting.id, "everyone").catch((error) => error);
    expect(fault.kind).toBe("throttled");
    expect(fault.retryAfter.getTime() - begun).toBeGreaterThan(29_000);
    expect(await sandbox.control.ledger()).toHaveLength(1);
  });

  it("works for an absent organizer with an application's token, by another path", async () => {
    const { meeting } = await someMeeting();
    await sandbox.control.set({ applicationPolicy: true });
    const { entraUrl, clientId, clientSecret } = sandbox.urls();
    const answer = await fetch(`${entraUrl}/${ines.tid}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: "https://graph.microsoft.com/.default",
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const call = graph({ token, user: ines.oid });
    expect(await getMeeting(call, meeting.id)).toMatchObject({ subject: meeting.subject });
  });
});
