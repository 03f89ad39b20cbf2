import sharp from "sharp";
import { expect, it } from "vitest";
import { db } from "@/lib/db/database";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, type TestEvent } from "@/test/fixtures";
import { readCover } from "./read-cover";
import { readPublicPage } from "./read-page";
import { removeCover, setCover } from "./set-cover";

async function editor(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "edit");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

const picture = (background: string) =>
  sharp({ create: { width: 800, height: 400, channels: 3, background } })
    .png()
    .toBuffer();

describeDatabases("a cover", () => {
  it("is kept, served by its hash, described, replaced and removed", async () => {
    const event = await insertEvent();
    const access = await editor(event);
    const cover = async () => (await readPublicPage(event.slug))?.cover;
    expect(await setCover(access, { file: null, alt: "Nothing yet" })).toBe("no-file");

    expect(await setCover(access, { file: await picture("teal"), alt: " Low tide " })).toBe(
      "saved",
    );
    const first = await cover();
    expect(first).toMatchObject({ alt: "Low tide", width: 800, height: 400 });
    for (const size of ["large", "small"] as const) {
      const kept = await readCover(first?.hash ?? "", size);
      expect(await sharp(Buffer.from(kept ?? [])).metadata()).toMatchObject({ format: "webp" });
    }

    expect(await setCover(access, { file: null, alt: "" })).toBe("described");
    expect(await cover()).toEqual({ ...first, alt: "" });

    await setCover(access, { file: await picture("red"), alt: "" });
    const second = await cover();
    expect(second?.hash).not.toBe(first?.hash);
    expect(await readCover(first?.hash ?? "", "large")).toBeNull();

    expect(await removeCover(access)).toBe("removed");
    expect(await cover()).toBeNull();
    expect(await db().selectFrom("covers").select("hash").execute()).toEqual([]);
    expect((await readPublicPage(event.slug))?.version).toBe("4");
  });

  it("has an address of its own at each event", async () => {
    const file = await picture("teal");
    for (const event of [await insertEvent(), await insertEvent()])
      expect(await setCover(await editor(event), { file, alt: "" })).toBe("saved");
  });

  it("says what is wrong and changes nothing", async () => {
    const event = await insertEvent();
    const access = await editor(event);
    const file = await picture("teal");
    const link = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0";
    expect(await setCover(access, { file: Buffer.from("no"), alt: "" })).toBe("not-a-picture");
    expect(await setCover(access, { file, alt: "x".repeat(301) })).toBe("alt-invalid");
    expect(await setCover(access, { file, alt: "a\nb" })).toBe("alt-invalid");
    expect(await setCover(access, { file, alt: link })).toBe("leaks-way-in");
    await db().updateTable("events").set({ state: "cancelled" }).execute();
    expect(await setCover(access, { file, alt: "" })).toBe("cancelled");
    expect(await removeCover(access)).toBe("cancelled");
    expect(await db().selectFrom("covers").select("hash").execute()).toEqual([]);
  });
});
