import { expect, test } from "vitest";
import { withTx } from "@/lib/db/database";
import { pauseLane } from "@/lib/jobs/lanes";
import { organizerLane } from "@/lib/organizers/lane";
import { chooseAttendeeScope } from "@/test/attendee-scope";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { ifeoma, ines, noor } from "../../sandbox/people.ts";
import { askForTestMessage } from "./ask-for-test-message";
import { attendeesCheck } from "./attendees";
import { examine } from "./examine";
import { examineOrganizer } from "./organizer-checks";
import { runChecks } from "./run-checks";
import { exitCodeOf, sayExamination } from "./say-examination";

const sandbox = useSandbox();
const REGISTRATION = { service: "graph", match: { path: "/registration$" } } as const;

/** Their findings by check, each as `green` or its reason. */
async function look(personId: string): Promise<Record<string, string[]>> {
  const checked = await examineOrganizer(personId);
  return Object.fromEntries(
    checked.map(({ name, findings }) => [
      name,
      findings.map((one) => (one.kind === "green" ? "green" : `${one.kind} ${one.reason}`)),
    ]),
  );
}

/** An event of theirs on a meeting of the sandbox, with its registration at Microsoft. */
async function openEvent(organizerId: string, wanted: Parameters<typeof insertEvent>[0] = {}) {
  const [meeting] = await sandbox.control.meetings(ines.oid);
  if (!meeting) throw new Error("Ines has no meetings.");
  const { accessToken } = await sandbox.control.grant(ines.oid, SCOPES);
  const path = `/beta/me/onlineMeetings/${encodeURIComponent(meeting.id)}/registration`;
  await fetch(`${sandbox.urls().graphUrl}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      "@odata.type": "#microsoft.graph.externalMeetingRegistration",
      allowedRegistrant: "everyone",
    }),
  });
  const event = await insertEvent({ organizerId, graphId: meeting.id, ...wanted });
  return { event, meeting };
}

describeDatabases("an organizer", () => {
  test("for whom all is well", async () => {
    const personId = await sandbox.connect();
    await openEvent(personId);
    expect(await look(personId)).toEqual({
      connection: ["green"],
      permissions: ["green"],
      calendar: ["green"],
      meetings: ["green"],
      registration: ["green"],
      application: [],
      attendees: [],
      webinars: ["note no-webinars"],
      mailbox: [],
    });
    const writes = (await sandbox.control.ledger()).filter(
      ({ service, method }) => service === "graph" && method !== "GET",
    );
    expect(writes).toHaveLength(1);
  });

  test("is asked nothing more once the connection is broken", async () => {
    const personId = await sandbox.connect();
    await sandbox.control.revoke(ines.oid, 50173, "access");
    // The token that is still there is refused first: that is what breaks the connection.
    expect(await look(personId)).toMatchObject({
      calendar: ["red broken"],
      meetings: ["red broken"],
    });
    const rest = ["note after-connection"];
    expect(await look(personId)).toEqual({
      connection: ["red broken"],
      permissions: rest,
      calendar: rest,
      meetings: rest,
      registration: rest,
      application: rest,
      attendees: rest,
      webinars: rest,
      mailbox: rest,
    });
  });
});

describeDatabase("postgres", "each in trouble", () => {
  test("never connected", async () => {
    const { organizerId } = await insertEvent();
    expect(await look(organizerId)).toMatchObject({ connection: ["red never-connected"] });
  });

  test("without the calendar's permission, without a licence", async () => {
    const narrow = await sandbox.connect(ines, ["OnlineMeetings.ReadWrite"]);
    expect(await look(narrow)).toMatchObject({
      permissions: ["red scopes"],
      calendar: ["red calendar-forbidden"],
      meetings: ["green"],
    });
    expect(await look(await sandbox.connect(noor))).toMatchObject({
      calendar: ["green"],
      meetings: ["red unlicensed"],
    });
  });

  test("a meeting that is gone, a registration that somebody deleted", async () => {
    const personId = await sandbox.connect();
    const { event, meeting } = await openEvent(personId);
    await sandbox.control.deleteRegistration(meeting.id);
    const [found] = (await examineOrganizer(personId)).filter(
      ({ name }) => name === "registration",
    );
    expect(found?.findings).toEqual([
      {
        kind: "red",
        reason: "registration-gone",
        by: "organizer",
        about: { id: event.id, title: "Reading the tide" },
      },
    ]);
    await sandbox.control.deleteMeeting(meeting.id);
    expect(await look(personId)).toMatchObject({ registration: ["red meeting-gone"] });
  });

  test("drafts, past events and those of others are left alone; own links need the meeting only", async () => {
    const personId = await sandbox.connect();
    await insertEvent({ organizerId: personId, state: "draft" });
    await insertEvent({ organizerId: personId, startsAt: new Date(Date.now() - 7_200_000) });
    await insertEvent();
    expect(await look(personId)).toMatchObject({ registration: ["note no-events"] });
    const { meeting } = await openEvent(personId, { registrar: "direct" });
    await sandbox.control.deleteRegistration(meeting.id);
    expect(await look(personId)).toMatchObject({ registration: ["green"] });
  });

  test.each([
    [410, "red registration-retired"],
    [405, "red registration-retired"],
    [501, "red registration-retired"],
    [403, "red registration-forbidden"],
    [404, "red registration-gone"],
  ] as const)("registration that answers %d", async (apiRetired, said) => {
    const personId = await sandbox.connect();
    await openEvent(personId);
    await sandbox.control.set({ apiRetired });
    expect(await look(personId)).toMatchObject({ registration: [said] });
  });

  test("webinars: draft, too small, gone, and the organization's leave for them", async () => {
    const personId = await sandbox.connect();
    const { id: graphId } = await sandbox.control.sampleWebinar();
    const event = await insertEvent({
      organizerId: personId,
      registrar: "webinar",
      state: "draft",
      graphId,
      capacity: 50,
    });
    const webinars = async () => {
      const { application, webinars: found } = await look(personId);
      return { application, webinars: found };
    };
    const agreed = { application: ["green"] };
    expect(await webinars()).toEqual({ ...agreed, webinars: ["green"] });
    await sandbox.control.changeWebinar(graphId, { capacity: 40 });
    const [small] = (await examineOrganizer(personId)).filter(({ name }) => name === "webinars");
    expect(small?.findings).toMatchObject([
      {
        reason: "webinar-small",
        by: "organizer",
        values: { theirs: 40, ours: 50 },
        about: { id: event.id },
      },
    ]);
    // With a line of its own nobody is turned away there, with an approval it works by hand.
    await sandbox.control.changeWebinar(graphId, { isWaitlistEnabled: true });
    expect(await webinars()).toEqual({ ...agreed, webinars: ["note webinar-line"] });
    await sandbox.control.changeWebinar(graphId, { capacity: 50, isManualApprovalEnabled: true });
    expect(await webinars()).toEqual({ ...agreed, webinars: ["note webinar-approves"] });
    await sandbox.control.changeWebinar(graphId, { status: "draft" });
    expect(await webinars()).toEqual({ ...agreed, webinars: ["red webinar-draft"] });
    await sandbox.control.changeWebinar(graphId, { status: "canceled" });
    expect(await webinars()).toEqual({ ...agreed, webinars: ["red webinar-gone"] });

    // It hangs on the organizer: said once, with the very command.
    await insertEvent({ organizerId: personId, registrar: "webinar" });
    await sandbox.control.set({ applicationPolicy: false });
    const all = await examine({ kind: "doctor", mail: null, organizer: String(ines.email) });
    const said = sayExamination({ ...all, operator: [] });
    expect(said).toContain("RED   Your webinars: No application access policy in Teams covers you");
    expect(said).toContain(`Grant-CsApplicationAccessPolicy -PolicyName 'Usher-`);
    expect(said).toContain(`-Identity '${ines.oid}'`);

    await sandbox.control.setRoles(ines.tid, ["VirtualEvent.Read.All"]);
    expect(await webinars()).toMatchObject({ application: ["red app-consent"] });
    await sandbox.control.setRoles(ines.tid, null);
    expect(await webinars()).toEqual({
      application: ["red app-consent"],
      webinars: ["note after-application"],
    });
    const [consent] = (await examineOrganizer(personId)).filter(
      ({ name }) => name === "application",
    );
    expect(consent?.findings[0]?.values?.page).toContain(`/${ines.tid}/adminconsent?client_id=`);
    // Agreed to at the sandbox's own page, it is green with the next look.
    await fetch(String(consent?.findings[0]?.values?.page), {
      method: "POST",
      body: new URLSearchParams({ tenant: ines.tid }),
      redirect: "manual",
    });
    expect(await webinars()).toMatchObject({ application: ["green"] });
  });

  test("attendees who are asked for more: only where it was chosen, and whether their tenant agreed", async () => {
    const scope = "VirtualEvent.ReadWrite";
    const personId = await sandbox.connect(ines, [...SCOPES, "VirtualEvent.Read"]);
    const { id: graphId } = await sandbox.control.sampleWebinar();
    const audience = "organization";
    await insertEvent({ organizerId: personId, graphId, registrar: "webinar", audience });
    const all = async () => {
      const operator = await runChecks([attendeesCheck], undefined);
      return {
        organizer: (await look(personId)).attendees,
        operator: sayExamination({ kind: "doctor", operator, organizers: null }),
      };
    };
    const off = await all();
    expect(off.organizer).toEqual([]);
    expect(off.operator).toContain("note  Attendees' permission: Off: attendees are asked for");
    chooseAttendeeScope(scope);
    try {
      const asked = await all();
      expect(asked.organizer).toEqual(["note own-untold"]);
      expect(asked.operator).toContain(`/${ines.tid}/adminconsent?client_id=`);
      await sandbox.connect(ines, [...SCOPES, scope]);
      const agreed = await all();
      expect(agreed.organizer).toEqual(["green"]);
      expect(agreed.operator).toContain("ok    Attendees' permission: On:");
    } finally {
      chooseAttendeeScope(null);
    }
  });

  test("Microsoft throttles, is away, or refuses Usher itself", async () => {
    const personId = await sandbox.connect();
    await openEvent(personId);
    await sandbox.control.fault({ ...REGISTRATION, fault: { kind: "throttle", retryAfter: 60 } });
    expect(await look(personId)).toMatchObject({ registration: ["note throttled"] });
    await sandbox.control.fault({ ...REGISTRATION, fault: { kind: "status", status: 503 } });
    expect(await look(personId)).toMatchObject({ registration: ["red away"] });
    await sandbox.control.set({ clientSecret: "expired" });
    await sandbox.control.revoke(ines.oid, 50173, "access");
    expect(await look(personId)).toMatchObject({ meetings: ["red operator"] });
  });

  test("nothing is asked while Microsoft wants a pause", async () => {
    const personId = await sandbox.connect();
    const until = new Date(Date.now() + 60_000);
    await withTx((tx) => pauseLane(tx, organizerLane(personId), until, "throttled"));
    await sandbox.control.resetLedger();
    expect(await look(personId)).toMatchObject({ calendar: ["note throttled"] });
    expect((await sandbox.control.ledger()).filter(({ service }) => service === "graph")).toEqual(
      [],
    );
  });

  test("the command looks as one of them, and says so", async () => {
    await sandbox.connect();
    const asked = { kind: "doctor", mail: "nobody@tidewater.example" } as const;
    const found = await examine({ ...asked, organizer: "INES@tidewater.example" });
    const said = sayExamination(found);
    expect(said).toContain("\n\nFor Ines Castillo:\nok    Connection: Usher can act for you");
    expect(said).toMatch(/^ok {4}Test message: .*nobody@tidewater\.example/m);
    const mail = await sandbox.control.waitForMail({ to: "nobody@tidewater.example" });
    expect(mail.subject).toBe("Usher’s test message");
    // An administrator of another tenant doesn't find them.
    const theirs = { ...asked, mail: null, organizer: String(ines.email) };
    expect((await examine(theirs, ines.tid)).organizers).toMatchObject([{ name: ines.name }]);
    expect((await examine(theirs, ifeoma.tid)).organizers).toEqual([]);
    const nobody = await examine({ ...asked, mail: null, organizer: "x@tidewater.example" });
    expect(sayExamination(nobody)).toContain("Nobody has signed in here");
    expect(exitCodeOf({ ...nobody, operator: [] })).toBe(1);
  });

  test("a test message goes to oneself, once a minute, and tells what came of it", async () => {
    const { name, email } = ines;
    const ask = (id: string, more = {}) =>
      askForTestMessage(
        { id, name, email, ...more } as Parameters<typeof askForTestMessage>[0],
        "de",
      );
    expect(await ask("one")).toEqual({ kind: "sent" });
    expect(await ask("one")).toEqual({ kind: "soon" });
    expect(await ask("two", { email: null })).toEqual({ kind: "none" });
    const [mail] = await sandbox.control.mail({ to: String(email) });
    expect(mail?.subject).toBe("Testnachricht von Usher");
    await sandbox.control.fault({ service: "smtp", fault: { kind: "status", status: 550 } });
    expect(await ask("three")).toEqual({ kind: "failed", reason: "550" });
  });
});
