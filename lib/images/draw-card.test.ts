import { createElement } from "react";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CARD_FONTS, drawCard } from "./draw-card";

const SIZE = { width: 600, height: 300 };

function line(text: string, face: keyof typeof CARD_FONTS = "serif", fontStyle = "normal") {
  const style = { display: "flex", fontFamily: CARD_FONTS[face], fontSize: 40, fontStyle };
  return createElement("div", { style }, text);
}

describe("drawCard", () => {
  beforeEach(() => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new Error("Nothing may be fetched."));
  });
  afterEach(() => {
    expect(fetch).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it("draws a picture of the size asked for", async () => {
    const { image } = await drawCard(line("Reading the tide"), SIZE);
    expect(await sharp(image).metadata()).toMatchObject({ format: "jpeg", ...SIZE });
  });

  it.each([
    ["serif", "normal"],
    ["serif", "italic"],
    ["sans", "normal"],
  ] as const)("has the letters of European scripts, %s %s", async (face, style) => {
    const text = "Élan – Łódź, „Größe“, ¿mañana?, Ελλάδα, Москва, Tiếng Việt: “naïve” œuvre… 18:30";
    expect((await drawCard(line(text, face, style), SIZE)).missing).toEqual([]);
  });

  it.each(["日本語", "مرحبا", "🎉"])("tells of letters that no font has: %s", async (text) => {
    expect((await drawCard(line(`Tide ${text}`), SIZE)).missing.join("")).toContain(text);
  });
});
