import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { formOf, item } from "@/lib/form/form.fixture";
import { register } from "@/lib/registrations/register";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { cancelEvent } from "./cancel-event";
import { publishEvent } from "./publish-event";
import { readForm } from "./read-form";
import { readPublicPage } from "./read-page";
import { saveForm } from "./save-form";

async function owner(event: TestEvent): Promise<EventAccess> {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

async function versions(eventId: string): Promise<number[]> {
  const rows = await db()
    .selectFrom("forms")
    .select("version")
    .where("event_id", "=", eventId)
    .orderBy("version")
    .execute();
  return rows.map(({ version }) => version);
}

const one = formOf(item("short"));
const two = formOf(item("short"), item("one"));

describeDatabases("an event's form", () => {
  test("is on the page, is counted in versions, and keeps each of them once it is public", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    expect((await readPublicPage(event.slug))?.form).toBeNull();
    expect(await readForm(access, "fr")).toEqual({
      version: 0,
      definition: { languages: ["fr"], items: [] },
      answered: 0,
    });
    expect(await saveForm(access, one, 0)).toEqual({ kind: "saved", version: 1 });
    expect(await saveForm(access, one, 1)).toEqual({ kind: "saved", version: 1 });
    expect(await saveForm(access, two, 1)).toEqual({ kind: "saved", version: 2 });
    expect(await versions(event.id)).toEqual([1, 2]);
    expect((await readPublicPage(event.slug))?.form).toEqual({ version: 2, definition: two });
    const version = await db()
      .selectFrom("page_versions")
      .select("version")
      .where("event_id", "=", event.id)
      .executeTakeFirstOrThrow();
    // Each change made every process render the page anew.
    expect(Number(version.version)).toBe(2);
    await register(signUp(event.slug, { formVersion: 2 }), new Date());
    expect(await readForm(access, "en")).toMatchObject({ version: 2, answered: 1 });
  });

  test("of a draft has one version, under a new number at each change", async () => {
    const event = await insertEvent({ state: "draft" });
    const access = await owner(event);
    await saveForm(access, one, 0);
    expect(await saveForm(access, two, 1)).toEqual({ kind: "saved", version: 2 });
    expect(await versions(event.id)).toEqual([2]);
    expect(await saveForm(access, one, 1)).toEqual({ kind: "changed-meanwhile" });
  });

  test("is saved over nobody's change", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    const outcomes = await Promise.all([saveForm(access, one, 0), saveForm(access, two, 0)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["changed-meanwhile", "saved"]);
  });

  test("gives no id another meaning, also long after it was removed", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    await saveForm(access, one, 0);
    await saveForm(access, formOf(item("one")), 1);
    const other = formOf(item("number", { id: item("short").id }));
    expect(await saveForm(access, other, 2)).toEqual({ kind: "reused-id", id: item("short").id });
    expect(await saveForm(access, two, 2)).toEqual({ kind: "saved", version: 3 });
  });

  test("leads nobody into the meeting: not when saved on a public page, not when published", async () => {
    const leak = formOf(
      item("one", { help: { en: "Or come in at https://teams.microsoft.com/meet/123?p=x" } }),
    );
    const open = await insertEvent();
    expect(await saveForm(await owner(open), leak, 0)).toEqual({
      kind: "leaks-way-in",
      found: ["teams-link"],
    });
    const draft = await insertEvent({ state: "draft", registrar: "direct" });
    expect(await saveForm(await owner(draft), leak, 0)).toEqual({ kind: "saved", version: 1 });
    expect(await publishEvent(await owner(draft), new Date())).toEqual({
      kind: "leaks-way-in",
      found: ["teams-link"],
    });
  });

  test("of a cancelled event stays as it is", async () => {
    const event = await insertEvent();
    await cancelEvent(await owner(event), new Date());
    expect(await saveForm(await owner(event), one, 0)).toEqual({ kind: "cancelled" });
  });
});
