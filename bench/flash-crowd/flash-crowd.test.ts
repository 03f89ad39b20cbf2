import { afterEach, expect, test, vi } from "vitest";
import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { register } from "@/lib/registrations/register";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { makeOrganizer } from "../support/organizer";
import { type Arrival, countWaiting, judge } from "./judge";

const PEOPLE = 300;
const PLACES = 240;

const sandbox = useSandbox();

/** Everybody at once; what the page tells them by the outcome. */
async function arrive(slug: string): Promise<Arrival> {
  const who = signUp(slug);
  const begun = performance.now();
  const { kind } = await register(who, new Date());
  const told = kind === "registered" ? "in" : kind === "full" ? "full" : "nothing";
  return { email: who.email, told, begun, ended: performance.now() };
}

describeDatabase("postgres", "a crowd at a page with fewer places, Graph throttled", () => {
  let stop: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await stop?.();
  });

  test("nobody is lost, no place is sold twice, nobody is refused a free one", async () => {
    const { control, urls } = sandbox;
    const event = await makeOrganizer({ control, urls: urls() }, 1, { capacity: PLACES });
    // Refused so often, and not at a rate that a slow machine never reaches.
    const fault = { kind: "throttle", retryAfter: 1 } as const;
    await control.fault({ service: "graph", match: { organizer: event.oid }, times: 12, fault });
    const worker = createWorker({ handlers: [...handlers] });
    worker.start();
    stop = () => worker.stop();

    const arrivals = await Promise.all(Array.from({ length: PEOPLE }, () => arrive(event.slug)));
    await vi.waitUntil(async () => (await countWaiting(event.id)) === 0, {
      timeout: 100_000,
      interval: 200,
    });

    const throttled = (await control.ledger()).filter(({ status }) => status === 429);
    expect(throttled).toHaveLength(12);
    const [meeting] = (await control.registrants()).filter((each) => each.organizer === event.oid);
    const registrants = new Set(meeting?.registrants.map(({ id }) => id));
    expect(await judge({ id: event.id, places: PLACES }, arrivals, registrants)).toEqual({
      in: PLACES,
      full: PEOPLE - PLACES,
      nothing: 0,
      lost: 0,
      oversold: 0,
      wronglyRefused: 0,
    });
    expect(
      await db().selectFrom("jobs").select("id").where("state", "=", "dead").execute(),
    ).toEqual([]);
  });
});
