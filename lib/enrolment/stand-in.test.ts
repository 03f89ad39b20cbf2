import { beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { draftEvent } from "@/lib/events/draft-event";
import { publishEvent } from "@/lib/events/publish-event";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { createWorker } from "@/lib/jobs/worker";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { withdraw } from "@/lib/registrations/withdraw";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { ines } from "../../sandbox/people.ts";
import { checkRegistrars } from "./check-registrars";

const sandbox = useSandbox();

beforeEach(() => forgetApplicationTokens());

/** A page on a meeting of Ines's whose connection broke after it was published. */
async function broken() {
  const personId = await sandbox.connect();
  const [meeting] = await sandbox.control.meetings(ines.oid);
  if (!meeting) throw new Error("Ines has no meetings.");
  const { id: graphId, joinWebUrl: joinUrl } = meeting;
  const picked = {
    graphId,
    joinUrl,
    subject: "Reading the tide",
    startsAt: new Date(Date.now() + 86_400_000),
    endsAt: new Date(Date.now() + 90_000_000),
    zone: "Europe/Paris",
  };
  const choices = await checkRegistrars(personId, { kind: "meeting", graphId, joinUrl });
  const { eventId } = await draftEvent({ id: personId, name: "Tidewater" }, picked, choices);
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const published = await publishEvent(access, new Date());
  if (published.kind !== "published") throw new Error(JSON.stringify(published));
  await sandbox.control.revoke(ines.oid, 50173, "access");
  return { slug: published.slug, personId, graphId };
}

const work = () => createWorker({ handlers: [...handlers] }).runDue();

const lane = async (personId: string) => {
  const row = await db()
    .selectFrom("lanes")
    .select("reason")
    .where("lane", "=", `organizer:${personId}`)
    .where("paused_until", ">", new Date())
    .executeTakeFirst();
  return row?.reason ?? null;
};

async function registrantCalls() {
  const ledger = await sandbox.control.ledger();
  return ledger
    .filter(({ path, method }) => path.includes("/registrants") && method !== "GET")
    .map(({ method, path, status }) => [method, path.includes("/users/"), status]);
}

describeDatabase("postgres", "while an organizer's connection is broken", () => {
  test("links go on by the application's token, where it was found to do", async () => {
    await sandbox.control.set({ externalByApplication: true });
    const { slug, personId } = await broken();
    const pass = await signedUp(slug, { email: "amara@example.org" });
    await work();
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect(await lane(personId)).toBeNull();
    expect(await connectionHealth(db(), personId)).toMatchObject({
      state: "broken",
      standIn: true,
    });
    await withdraw(pass, new Date());
    await work();
    // Once the revoked token was refused, nobody tries it again.
    expect((await registrantCalls()).filter(([, asApplication]) => asApplication)).toEqual([
      ["POST", true, 200],
      ["DELETE", true, 204],
    ]);

    // Taken back: it waits for the organizer, as it ever did, and is not tried for the next one.
    await sandbox.control.set({ applicationPolicy: false });
    const waits = await signedUp(slug, { email: "bo@example.org" });
    await work();
    expect(await linkOf(waits)).toMatchObject({ kind: "delayed" });
    expect(await lane(personId)).toMatch(/^connection:/);
    const { application_acts: acts } = await db()
      .selectFrom("connections")
      .select("application_acts")
      .executeTakeFirstOrThrow();
    expect(acts).toBe(false);
  });

  test("nothing is asked of an application that was never found to do", async () => {
    const { slug, personId } = await broken();
    const pass = await signedUp(slug, { email: "amara@example.org" });
    await work();
    expect(await linkOf(pass)).toMatchObject({ kind: "delayed" });
    expect(await lane(personId)).toMatch(/^connection:/);
    expect((await registrantCalls()).some(([, asApplication]) => asApplication)).toBe(false);
  });
});
