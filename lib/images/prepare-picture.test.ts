import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { preparePicture } from "./prepare-picture";

/** Blue, with a red left half, so that one sees how it was turned. */
function photo(width: number, height: number) {
  const half = { create: { width: width / 2, height, channels: 3, background: "red" } } as const;
  return sharp({ create: { width, height, channels: 3, background: "blue" } }).composite([
    { input: half, left: 0, top: 0 },
  ]);
}

describe("preparePicture", () => {
  it.each(["jpeg", "png", "webp", "avif"] as const)("takes %s", async (format) => {
    const outcome = await preparePicture(await photo(2000, 1000).toFormat(format).toBuffer());
    expect(outcome).toMatchObject({ kind: "prepared", width: 1680, height: 840 });
    if (outcome.kind !== "prepared") return;
    expect(await sharp(outcome.large).metadata()).toMatchObject({ format: "webp", width: 1680 });
    expect(await sharp(outcome.small).metadata()).toMatchObject({ format: "webp", width: 840 });
  });

  it("keeps nothing of what the file says besides its pixels, and stands it upright", async () => {
    const file = await photo(1200, 800)
      .withExif({ IFD0: { Artist: "Somebody" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const before = await sharp(file).metadata();
    expect(before.exif?.toString("latin1")).toContain("Somebody");
    const outcome = await preparePicture(Buffer.concat([file, Buffer.from("hidden behind")]));
    expect(outcome).toMatchObject({ kind: "prepared", width: 800, height: 1200 });
    if (outcome.kind !== "prepared") return;
    const after = await sharp(outcome.large).metadata();
    expect([after.exif, after.xmp, after.iptc, after.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(outcome.large.toString("latin1")).not.toMatch(/Somebody|hidden/);
    // Turned to the right, its left half is above.
    const { data, info } = await sharp(outcome.large).raw().toBuffer({ resolveWithObject: true });
    const red = data[info.channels * (10 * info.width + 10)] ?? 0;
    expect(red).toBeGreaterThan(200);
  });

  it("enlarges nothing", async () => {
    const outcome = await preparePicture(await photo(700, 400).png().toBuffer());
    expect(outcome).toMatchObject({ kind: "prepared", width: 700, height: 400 });
  });

  it("tells what is too small", async () => {
    expect(await preparePicture(await photo(500, 400).png().toBuffer())).toEqual({
      kind: "too-small",
    });
  });

  it("refuses what is no picture, by its content", async () => {
    const whole = await photo(1200, 800).jpeg().toBuffer();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>';
    for (const file of [
      Buffer.alloc(0),
      Buffer.from("GIF89a"),
      Buffer.from(svg),
      Buffer.from(`<?xml version="1.0"?>${svg}`),
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      whole.subarray(0, whole.length / 2),
    ])
      expect(await preparePicture(file)).toEqual({ kind: "not-a-picture" });
  });

  it("refuses a small file that unfolds to more than a picture has", async () => {
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: "white" },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await preparePicture(bomb)).toEqual({ kind: "not-a-picture" });
  });
});
