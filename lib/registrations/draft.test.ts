import { expect, it } from "vitest";
import { db } from "@/lib/db/database";
import { describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { DRAFT_SECONDS, type Draft, packDraft, readDraft, saveDraft } from "./draft";

const draft: Draft = {
  values: {
    firstName: "  Zoë 🎭",
    lastName: "",
    email: "amara@\u0000",
    code: "k7qm 2xpd",
    answers: { "q-diet": ["Nothing, thanks"], "q-days": ["c-mon", "c-tue"] },
  },
  errors: { lastName: "errors.lastName.required", "answers.q-diet": "tooLong" },
  problem: null,
};

describeDatabases("drafts", () => {
  it("keeps what was typed, letter by letter, for whoever holds the secret", async () => {
    const event = await insertEvent();
    const now = new Date();
    const secret = await saveDraft(event.slug, draft, now);
    expect(secret).toMatch(/^[\w-]{22}$/);
    expect(await readDraft(secret ?? "", event.slug, now)).toEqual(draft);
    const other = await insertEvent();
    expect(await readDraft(secret ?? "", other.slug, now)).toBeNull();
    expect(await readDraft("never-was", event.slug, now)).toBeNull();
  });

  it("stores nothing readable", async () => {
    const event = await insertEvent();
    await saveDraft(event.slug, draft, new Date());
    const rows = await db().selectFrom("drafts").selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/Zoë|amara|Nothing/);
  });

  it("forgets after an hour, and clears away what is older", async () => {
    const event = await insertEvent();
    const now = new Date();
    const secret = await saveDraft(event.slug, draft, now);
    const later = new Date(now.getTime() + DRAFT_SECONDS * 1000 + 1);
    expect(await readDraft(secret ?? "", event.slug, later)).toBeNull();
    await saveDraft(event.slug, draft, later);
    const left = await db().selectFrom("drafts").select("expires_at").execute();
    expect(left.every((row) => row.expires_at > later)).toBe(true);
  });

  it("knows no event of that address", async () => {
    expect(await saveDraft("no-such-event", draft, new Date())).toBeNull();
  });

  it("cuts what nobody types", async () => {
    const event = await insertEvent();
    const huge = { ...draft, values: { ...draft.values, firstName: "x".repeat(300_000) } };
    const secret = await saveDraft(event.slug, huge, new Date());
    const kept = await readDraft(secret ?? "", event.slug, new Date());
    expect(kept?.values.firstName).toHaveLength(100_000);
  });
});

it("goes with the browser while the database is away, bound to its event", async () => {
  const packed = packDraft("reading-the-sky", draft) ?? "";
  expect(packed).not.toMatch(/Zoë|amara/);
  expect(await readDraft(packed, "reading-the-sky", new Date())).toEqual(draft);
  expect(await readDraft(packed, "another", new Date())).toBeNull();
  expect(await readDraft("v1.made.up.value", "reading-the-sky", new Date())).toBeNull();
  const long = { ...draft, values: { ...draft.values, firstName: "x".repeat(5_000) } };
  expect(packDraft("reading-the-sky", long)).toBeNull();
});
