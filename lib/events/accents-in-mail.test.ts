import { expect, it } from "vitest";
import { accentColors } from "@/lib/mail/colors";
import { ACCENTS } from "./accents";

// lib/mail knows no event, so it keeps its own table of their colours.
it("has colours in mail for every accent", () => {
  const bands = ACCENTS.map((accent) => accentColors(accent).band);
  expect(new Set(bands).size).toBe(ACCENTS.length);
  expect(accentColors("no such").band).toBe(accentColors("velvet").band);
});
