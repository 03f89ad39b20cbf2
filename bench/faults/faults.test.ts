import { mkdirSync, writeFileSync } from "node:fs";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { db } from "@/lib/db/database";
import { resetEnv } from "@/lib/env";
import { limits } from "@/lib/graph/limits";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { LOCALES } from "@/lib/i18n/locales";
import { mailLimits } from "@/lib/mail/limits";
import { closeMail } from "@/lib/mail/transport";
import { register } from "@/lib/registrations/register";
import { retryAll } from "@/lib/registrations/retry-registration";
import { readRoster } from "@/lib/registrations/roster";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabase } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { CALLS, publish, type TableCall } from "./calls";
import { drive, letTimePass, runDue } from "./drive";
import { AFTER_IT_IS_OVER, type Ending, whileItLasts } from "./expected";
import { HTTP_FAULTS, type HttpFault, ONE_OF_EACH } from "./http-faults";
import { beginOutage, type Outage } from "./outage";
import { type SmtpDouble, startSmtpDouble } from "./smtp-double";
import { SMTP_FAULTS, SOME_OF_SMTP } from "./smtp-faults";

/*
 * Every fault on every call: `npm run faults` runs the whole table and prints it; the suite runs
 * every fault on the call that the product is named for, and one fault of each kind on the others.
 */
const whole = process.env.USHER_FAULTS === "all";
const jar = new Map<string, string>();

vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => jar.set(name, value),
  }),
  headers: async () => new Headers({ "x-lang": "en" }),
}));

const sandbox = useSandbox();
const bench = { sandbox, jar };

interface Row {
  call: string;
  fault: string;
  once: Ending;
  lasting: Ending;
  afterwards: Ending;
  good: boolean;
}
const rows: Row[] = [];

beforeAll(() => {
  // What hangs is given up as it is in earnest, only sooner.
  Object.assign(limits, { callMs: 500, refreshMs: 500, discoveryMs: 250 });
  Object.assign(mailLimits, { connectMs: 400, silenceMs: 400 });
});

let outage: Outage | null = null;
afterEach(async () => {
  await outage?.end();
  outage = null;
});

afterAll(() => {
  if (!whole) return;
  mkdirSync(".test", { recursive: true });
  writeFileSync(".test/faults.json", JSON.stringify(rows));
});

function isTried(call: TableCall, fault: HttpFault): boolean {
  if (whole || call.kind === "enrol") return true;
  // next-auth's own limit is ten seconds, and no test's to change.
  if (call.kind === "sign-in" && ["hang", "slow drip"].includes(fault.name)) return false;
  return ONE_OF_EACH.includes(fault.name);
}

/** In the suite every other pair is tried once as well as lasting: the two differ little. */
function isTriedOnce(call: TableCall, fault: HttpFault): boolean {
  return whole || (CALLS.indexOf(call) + HTTP_FAULTS.indexOf(fault)) % 2 === 0;
}

describeDatabase("postgres", "faults over HTTP", () => {
  for (const call of CALLS) {
    describe(call.name, () => {
      const tried = HTTP_FAULTS.filter((fault) => isTried(call, fault));
      test.each(tried)("$name", { timeout: 60_000 }, async (fault) => {
        const expected = whileItLasts(call.kind, fault.name);
        const row: Row = {
          call: call.name,
          fault: fault.name,
          once: "",
          lasting: "",
          afterwards: "",
          good: false,
        };
        rows.push(row);

        row.lasting = await suffer(call, fault, null, async (seen, mend) => {
          row.afterwards = await mend(seen);
        });
        if (isTriedOnce(call, fault)) {
          await emptyBench();
          await suffer(call, fault, 1, async (seen, mend) => {
            // A job has tried again by itself. Somebody who waits at a page presses once more, and
            // a pause passes.
            const mends = isInteractive(call) || /^paused/.test(seen) || call.kind === "why";
            row.once = mends ? await mend(seen) : seen;
          });
          expect(row.once).toBe(AFTER_IT_IS_OVER);
        }

        expect(row.lasting).toBe(expected);
        expect(row.afterwards).toBe(AFTER_IT_IS_OVER);
        expectWords(row.lasting);
        row.good = true;
      });
    });
  }

  /** One go under the fault; `after` is called when it is over. Answers what was seen under it. */
  async function suffer(
    call: TableCall,
    fault: HttpFault,
    times: 1 | null,
    after: (seen: Ending, mend: (seen: Ending) => Promise<Ending>) => Promise<void>,
  ): Promise<Ending> {
    const trial = await call.prepare(bench);
    const seen = await trial.act(async () => {
      outage = await begin(call, fault, times);
    });
    const artificial = seen === "right" && fault.name === "404" && call.kind === "remove";
    if (seen === "right" && times === null && !artificial)
      expect(await trial.flaw(), "under the fault").toBeNull();
    await outage?.end();
    outage = null;
    await after(seen, async (was) => {
      const now = was === "right" ? was : await trial.mend(was);
      if (now === "right" && !artificial) expect(await trial.flaw(), "after it").toBeNull();
      if (was.startsWith("reconnect") || was.startsWith("broken-connection"))
        await expectOneLetter();
      return now;
    });
    return seen;
  }
});

function isInteractive({ kind }: TableCall): boolean {
  return !["enrol", "why", "remove", "refresh", "discovery"].includes(kind);
}

async function begin(call: TableCall, fault: HttpFault, times: 1 | null): Promise<Outage> {
  if (call.kind === "sign-in" && fault.fault === "refused") {
    const before = process.env.ENTRA_AUTHORITY;
    process.env.ENTRA_AUTHORITY = "http://127.0.0.1:1/entra";
    resetEnv();
    return {
      async end() {
        process.env.ENTRA_AUTHORITY = before;
        resetEnv();
      },
    };
  }
  return beginOutage(sandbox.control, call.target, fault, times);
}

/** The second go of a row begins where the first began. */
async function emptyBench(): Promise<void> {
  await sql`truncate persons, events, meetings, jobs, lanes cascade`.execute(db());
  await sandbox.control.reset();
}

/** The organizer was told by mail, once. */
async function expectOneLetter(): Promise<void> {
  await drive(1);
  const letters = await sandbox.control.mail({ to: ines.email ?? "" });
  // Who has reconnected before the mail went out needs none.
  expect(letters.filter(({ subject }) => /Usher can/.test(subject)).length).toBeLessThan(2);
}

/** Each reason has its sentence in every language, and none of them says that it knows nothing. */
function expectWords(ending: Ending): void {
  const [how = "", reason] = ending.split(": ");
  if (!reason || ending === "right") {
    expect(ending).not.toMatch(/unknown|null|undefined/);
    return;
  }
  const isConnection = how === "reconnect" || how === "broken-connection";
  for (const locale of LOCALES) {
    const { enrolment, connection } = CATALOGS[locale].reasons;
    const words: Record<string, string> = isConnection ? connection : enrolment;
    expect(words[reason], `${locale}: ${reason}`).toBeTruthy();
  }
  expect(reason).not.toBe("unknown");
}

const GRANT_FAULTS = [
  { code: 50173, ending: "reconnect: password-changed" },
  { code: 65001, ending: "reconnect: consent" },
  { code: 700082, ending: "reconnect: expired" },
  { code: 70008, ending: "reconnect: expired" },
  { code: 50078, ending: "reconnect: interaction" },
  { code: 50076, ending: "reconnect: interaction" },
  { code: 53003, ending: "reconnect: interaction" },
  { code: 50057, ending: "reconnect: user-gone" },
  { code: 50034, ending: "reconnect: user-gone" },
  { code: 70000, ending: "reconnect: revoked" },
  { code: 7000222, ending: "paused: operator" },
];

describeDatabase("embedded", "what Entra says of a grant", () => {
  const enrol = CALLS.find(({ name }) => name === "Entra: refresh");

  test.each(GRANT_FAULTS)("AADSTS$code: $ending", async ({ code, ending }) => {
    if (!enrol) throw new Error("The table has no refresh.");
    const trial = await enrol.prepare(bench);
    const row: Row = {
      call: enrol.name,
      fault: `AADSTS${code}`,
      once: "",
      lasting: "",
      afterwards: "",
      good: false,
    };
    rows.push(row);
    row.lasting = await trial.act(async () => {
      if (code === 7000222) await sandbox.control.set({ clientSecret: "expired" });
      else await sandbox.control.revoke(ines.oid, code);
    });
    expect(row.lasting).toBe(ending);
    expectWords(row.lasting);
    if (ending.startsWith("reconnect")) {
      const letters = await sandbox.control.mail({ to: ines.email ?? "" });
      expect(letters.filter(({ subject }) => /Usher can/.test(subject))).toHaveLength(1);
    }
    await sandbox.control.set({ clientSecret: "valid" });
    row.once = await trial.mend(row.lasting);
    row.afterwards = row.once;
    expect(row.afterwards).toBe("right");
    expect(await trial.flaw()).toBeNull();
    row.good = true;
  });

  test("nobody is turned away meanwhile, and everything is delivered in order after it", async () => {
    const event = await publish(bench);
    await sandbox.control.revoke(ines.oid, 50173, "access");
    const names = Array.from({ length: 12 }, (_, index) => `a${String(index).padStart(2, "0")}`);
    for (const name of names) {
      const outcome = await register(
        signUp(event.slug, { email: `${name}@example.org` }),
        new Date(),
      );
      expect(outcome.kind).toBe("registered");
      if (name === "a03") await runDue();
    }
    await runDue();
    await sandbox.control.resetLedger();
    await sandbox.connect();
    // One at a time, so that the order in which they are begun can be seen at Graph.
    await runDue(1);
    const posts = (await sandbox.control.ledger()).filter(
      ({ method, path }) => method === "POST" && path.endsWith("/registrants"),
    );
    const enrolled = await db()
      .selectFrom("enrolments")
      .innerJoin("registrations", "registrations.id", "enrolments.registration_id")
      .select(["registrant_id as id", "registrations.email", "enrolments.state"])
      .execute();
    expect(enrolled.every(({ state }) => state === "enrolled")).toBe(true);
    const order = posts.map(({ body }) => {
      const { id } = body as { id: string };
      return enrolled.find((each) => each.id === id)?.email;
    });
    expect(order).toEqual(names.map((name) => `${name}@example.org`));
  });
});

describeDatabase("embedded", "faults over SMTP", () => {
  let double: SmtpDouble;
  let before: string | undefined;
  beforeAll(async () => {
    double = await startSmtpDouble();
    before = process.env.SMTP_URL;
  });
  afterAll(async () => {
    closeMail();
    process.env.SMTP_URL = before;
    resetEnv();
    await double.close();
  });

  const tried = SMTP_FAULTS.filter(({ name }) => whole || SOME_OF_SMTP.includes(name));
  test.each(tried)("$name", { timeout: 60_000 }, async (fault) => {
    process.env.SMTP_URL = double.url;
    resetEnv();
    closeMail();
    double.taken.length = 0;
    const row: Row = {
      call: "SMTP",
      fault: fault.name,
      once: "",
      lasting: "",
      afterwards: "",
      good: false,
    };
    rows.push(row);
    const event = await insertEvent({ registrar: "direct", delivery: "email" });
    const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
    if (!access) throw new Error("The organizer owns the event.");
    const look = async (): Promise<Ending> => {
      const roster = await readRoster(access, { query: "", view: "all", cursor: null, limit: 5 });
      const [mail] = roster.rows;
      if (mail?.mail === "sent") return "right";
      if (mail?.mail === "failed") return `failed: ${mail.mailReason}`;
      const lane = await db().selectFrom("lanes").select("lane").executeTakeFirst();
      return `${lane ? "paused" : "waits"}: ${mail?.mailReason}`;
    };

    if (fault.stage === "closed") await double.close();
    else double.play(fault.stage, fault.act);
    expect((await register(signUp(event.slug), new Date())).kind).toBe("registered");
    // The link comes first, and with it the confirmation: one mail.
    await runDue();
    await drive(2);
    row.lasting = await look();
    const whileFailing = double.taken.length;

    double.play(null);
    if (fault.stage === "closed") await double.open();
    if (row.lasting.startsWith("failed")) await retryAll(access);
    await letTimePass();
    await drive(2);
    row.afterwards = await look();
    row.once = row.afterwards;

    expect(row.lasting).toBe(fault.ending);
    const reason = row.lasting.split(": ")[1] ?? "";
    for (const locale of LOCALES)
      expect((CATALOGS[locale].reasons.mail as Record<string, string>)[reason]).toBeTruthy();
    expect(row.afterwards).toBe("right");
    expect(double.taken.length - whileFailing).toBe(1);
    const ids = double.taken.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1]);
    expect(new Set(ids).size).toBe(1);
    row.good = true;
  });
});
