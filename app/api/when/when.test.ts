import { describe, expect, it } from "vitest";
import { MOST_SPANS } from "@/lib/time/most-spans";
import { GET } from "./route";

const EVENING = "2026-12-03T18:30:00.000Z/2026-12-03T20:00:00.000Z/Europe/London";

function ask(spans: string[], { zone = "Asia/Tokyo", lang = "en" } = {}) {
  const query = new URLSearchParams([
    ["zone", zone],
    ["lang", lang],
    ...spans.map((span) => ["span", span]),
  ]);
  return GET(new Request(`http://localhost/api/when?${query}`));
}

describe("/api/when", () => {
  it("says each span by the reader's clocks, the event's beside them where they differ", async () => {
    const answer = ask([EVENING, EVENING.replace("Europe/London", "Asia/Tokyo")]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=86400");
    const [there, here] = await answer.json();
    expect(there.first.full).toBe("Friday 4 December 2026, 03:30 to 05:00, Tokyo (GMT+9)");
    expect(there.second.full).toBe("Thursday 3 December 2026, 18:30 to 20:00, London (GMT)");
    expect(here).toEqual({ first: there.first, second: null });
  });

  it("speaks the page's language", async () => {
    const [said] = await ask([EVENING], { zone: "Europe/Paris", lang: "fr" }).json();
    expect(said.first.full).toBe("jeudi 3 décembre 2026, de 19:30 à 21:00, Paris (UTC+1)");
  });

  it.each([
    ["no span", []],
    ["no span of time", ["tomorrow/later/Europe/London"]],
    ["a day that isn't", [EVENING.replace("12-03", "13-43")]],
    ["no zone of an event", [EVENING.replace("Europe/London", "Mars/Olympus")]],
    ["more than a page has", Array.from({ length: MOST_SPANS + 1 }, () => EVENING)],
  ])("refuses %s", async (_, spans) => {
    expect(ask(spans).status).toBe(400);
  });

  it("refuses a zone or a language that it doesn't know", () => {
    expect(ask([EVENING], { zone: "+09:00" }).status).toBe(400);
    expect(ask([EVENING], { lang: "tlh" }).status).toBe(400);
  });

  it("takes as many as a page has at most", () => {
    expect(ask(Array.from({ length: MOST_SPANS }, () => EVENING)).status).toBe(200);
  });
});
