import { describe, expect, it } from "vitest";
import type { LivePass } from "@/lib/registrations/read-pass";
import { passState, ticketState } from "./pass-state";

const startsAt = new Date("2026-12-03T18:30:00Z");
const endsAt = new Date("2026-12-03T20:00:00Z");
const ready = { kind: "ready", url: "https://teams.example/x" } as const;

function pass(over: Partial<LivePass> = {}, state: LivePass["event"]["state"] = "open"): LivePass {
  return {
    ended: false,
    hadPlace: true,
    unconfirmed: false,
    place: "taken",
    link: ready,
    event: { state, startsAt, endsAt },
    ...over,
  } as LivePass;
}

describe("passState", () => {
  const early = new Date("2026-12-01T00:00:00Z");

  it.each([
    ["2026-12-03T18:14:59Z", "ready"],
    ["2026-12-03T18:15:00Z", "soon"],
    ["2026-12-03T19:59:59Z", "soon"],
    ["2026-12-03T20:00:00Z", "over"],
  ])("at %s is %s", (now, state) => {
    expect(passState(pass(), new Date(now))).toBe(state);
  });

  it("says where the link is", () => {
    expect(passState(pass({ link: { kind: "waiting", by: null } }), early)).toBe("waiting");
    expect(passState(pass({ link: { kind: "delayed" } }), early)).toBe("delayed");
  });

  it.each([
    ["held", true, "confirm", "kept"],
    ["waitlisted", true, "confirm", "blank"],
    ["awaiting_approval", true, "confirm", "blank"],
    ["waitlisted", false, "waitlisted", "blank"],
    ["offered", false, "offered", "kept"],
    ["awaiting_approval", false, "requested", "blank"],
    ["declined", false, "declined", "void"],
    ["expired", true, "lapsed", "void"],
    ["withdrawn", false, "left", "void"],
  ] as const)("of a place that is %s (unconfirmed: %s) is %s, on a ticket that is %s", (...row) => {
    const [place, unconfirmed, state, ticket] = row;
    const none = { kind: "none" } as const;
    const shown = pass({ place, unconfirmed, link: none, hadPlace: false });
    expect(passState(shown, early)).toBe(state);
    expect(ticketState(state, shown)).toBe(ticket);
  });

  it("puts the event's end before the place's", () => {
    const withdrawn = pass({ place: "withdrawn", link: { kind: "none" } });
    expect(passState(withdrawn, early)).toBe("withdrawn");
    expect(passState(pass({ place: "withdrawn" }, "cancelled"), early)).toBe("cancelled");
    expect(passState(pass({}, "closed"), early)).toBe("ready");
  });
});
