import type { Sharp } from "sharp";

/** Of a file that somebody sends. */
export const PICTURE_BYTES = 10 * 1024 * 1024;
/** Wide enough not to be blurred at the top of a page on a phone. */
export const PICTURE_MIN = { width: 600, height: 200 };
/** A photo of today's telephones has 50 million; a bomb has thousands. */
const MOST_PIXELS = 80_000_000;
/** A page's full width, and a phone's. */
const LARGE = 1680;
const SMALL = 840;
const SECONDS = 20;

/** How a file of each kind begins. SVG is none of them: it can hold scripts and addresses. */
const BEGINNINGS: ((bytes: Buffer) => boolean)[] = [
  (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1")),
  (bytes) =>
    bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
  (bytes) => /^ftypavi[fs]$/.test(bytes.toString("latin1", 4, 12)),
];

export type PrepareOutcome =
  | { kind: "prepared"; large: Buffer; small: Buffer; width: number; height: number }
  | { kind: "not-a-picture" }
  | { kind: "too-small" };

/**
 * A picture as pages get it: WebP in two widths, upright, drawn anew from its pixels, so that nothing
 * else of the file is kept (where it was taken, by whom, what hides behind its end). What it is is
 * told by its content, whatever its name says.
 */
export async function preparePicture(file: Buffer): Promise<PrepareOutcome> {
  if (!BEGINNINGS.some((begins) => begins(file))) return { kind: "not-a-picture" };
  const { default: sharp } = await import("sharp");
  const open = () => sharp(file, { limitInputPixels: MOST_PIXELS, failOn: "error" }).autoOrient();
  try {
    const { autoOrient } = await open().metadata();
    if (autoOrient.width < PICTURE_MIN.width || autoOrient.height < PICTURE_MIN.height)
      return { kind: "too-small" };
    const large = await resized(open(), LARGE);
    const small = await resized(open(), SMALL);
    return {
      kind: "prepared",
      large: large.data,
      small: small.data,
      width: large.info.width,
      height: large.info.height,
    };
  } catch {
    // Cut off, damaged or far too large: whatever the library says of it, it can't be shown.
    return { kind: "not-a-picture" };
  }
}

function resized(picture: Sharp, width: number) {
  return picture
    .resize({ width, height: width * 2, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .timeout({ seconds: SECONDS })
    .toBuffer({ resolveWithObject: true });
}
