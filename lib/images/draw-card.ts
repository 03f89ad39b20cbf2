import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ReactNode } from "react";
import type { Font, SatoriOptions } from "satori";

/** The scripts that the packages' fonts have; each is a file of its own. */
const SUBSETS = ["latin", "latin-ext", "cyrillic", "greek", "vietnamese"] as const;

const FACES = {
  serif: { from: "source-serif-4", weight: 400, styles: ["normal", "italic"] },
  sans: { from: "inter", weight: 400, styles: ["normal"] },
} as const;

type Face = keyof typeof FACES;

/** What stands in `fontFamily`: a letter is taken from the first that has it. */
export const CARD_FONTS: Record<Face, string> = {
  serif: familyOf("serif"),
  sans: familyOf("sans"),
};

export interface DrawnCard {
  /** JPEG. */
  image: Buffer;
  /** Letters that no font has, as they were to be drawn; empty in a card that is right. */
  missing: string[];
}

/**
 * Draws an element of flex boxes as a JPEG. Fonts come from the packages on the disk and nothing is
 * ever fetched: not a letter that they lack, which `missing` tells of, and not a picture.
 */
export async function drawCard(
  element: ReactNode,
  size: { width: number; height: number },
): Promise<DrawnCard> {
  // Loaded when somebody first shares a page, so that no start waits for them.
  const [{ default: satori }, { default: sharp }, fonts] = await Promise.all([
    import("satori"),
    import("sharp"),
    loadFonts(),
  ]);
  const missing: string[] = [];
  const options: SatoriOptions = {
    ...size,
    fonts,
    loadAdditionalAsset: async (_script, letters) => {
      missing.push(letters);
      return [];
    },
  };
  const svg = await satori(element, options);
  // Lines and letters in colour: without 4:4:4 they blur.
  const image = await sharp(Buffer.from(svg))
    .jpeg({ quality: 86, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return { image, missing };
}

function familyOf(face: Face): string {
  return SUBSETS.map((subset) => `${face} ${subset}`).join(", ");
}

let loading: Promise<Font[]> | null = null;

/** The same list at each call: satori keeps what it has parsed with it. */
function loadFonts(): Promise<Font[]> {
  loading ??= readFonts().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

function readFonts(): Promise<Font[]> {
  const wanted = Object.entries(FACES).flatMap(([face, { from, weight, styles }]) =>
    styles.flatMap((style) => SUBSETS.map((subset) => ({ face, from, weight, style, subset }))),
  );
  return Promise.all(
    wanted.map(async ({ face, from, weight, style, subset }) => ({
      name: `${face} ${subset}`,
      weight,
      style,
      data: await readFile(
        path.join(
          process.cwd(),
          `node_modules/@fontsource/${from}/files/${from}-${subset}-${weight}-${style}.woff`,
        ),
      ),
    })),
  );
}
