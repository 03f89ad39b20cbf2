import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { splitTitle, titleLength } from "./poster";
import { PosterArt } from "./poster-art";

describe("PosterArt", () => {
  const draw = (seed: string) => renderToStaticMarkup(<PosterArt seed={seed} shape="poster" />);

  it("draws the same slug the same way, and no inline style", () => {
    const seeds = Array.from({ length: 24 }, (_, index) => `event-${index}`);
    for (const seed of seeds) {
      expect(draw(seed)).toBe(draw(seed));
      expect(draw(seed)).not.toMatch(/style=|NaN|Infinity/);
      expect(draw(seed).length).toBeLessThan(7_000);
      expect(draw(seed).match(/<path/g)?.length).toBeLessThan(20);
    }
    expect(new Set(seeds.map(draw)).size).toBe(seeds.length);
  });
});

describe("titles", () => {
  it("splits at a colon, English or French, when both halves say something", () => {
    expect(splitTitle("Reading the sky: an evening")).toEqual({
      main: "Reading the sky",
      sub: "an evening",
    });
    expect(splitTitle("Lire le ciel\u00a0: une soirée").main).toBe("Lire le ciel");
    expect(splitTitle("Meet at 10:30")).toEqual({ main: "Meet at 10:30", sub: null });
    expect(splitTitle("Q: A")).toEqual({ main: "Q: A", sub: null });
  });

  it("sets long titles and long words smaller", () => {
    expect(titleLength("Q4 safety briefing")).toBe("short");
    expect(titleLength("A title that takes a good deal of room")).toBe("long");
    expect(titleLength("Donaudampfschifffahrtsgesellschaft")).toBe("very-long");
  });
});
