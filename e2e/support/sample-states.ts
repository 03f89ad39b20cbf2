import { expect, type Page } from "@playwright/test";
import type { Stop } from "./pages";
import { tenant } from "./tenant";

/** What the card says in each state of ux.md's list, and the heads of passes there. */
export const STATES: Record<string, Said> = {
  Open: { plain: "Reserve your place" },
  "Before it opens": { plain: "Registration opens on" },
  "A few places left": {
    plain: "Only a few places were left when this page was made.",
    live: "Only 1 place left of 5",
    passes: { "a pass": "You’re in" },
  },
  "Full, with a waitlist": {
    plain: "Every place was taken when this page was made.",
    live: "Every place is taken: join the waitlist",
    passes: {
      "a place given up": "You’ve given up your place",
      "a place offered": "There’s a place for you",
      "a place in the line": "You’re on the waitlist",
    },
  },
  Full: {
    plain: "Every place was taken when this page was made.",
    live: "Every place is taken just now",
  },
  "Held while you confirm your address": {
    plain: "Your place is held meanwhile, for 24 hours.",
    passes: { "a place held": "Confirm your address" },
  },
  "On request": {
    plain: "Ask for a place",
    passes: { "a request": "We passed your request on" },
  },
  "Open, on a webinar with an approval of its own": {
    plain: "Reserve your place",
    passes: { "a link on its way": "Your place is safe" },
  },
  "For members of the organization": { plain: "For members of the organization" },
  Closed: { plain: "Registration has closed", passes: { "a pass": "You’re in" } },
  Cancelled: { plain: "This event is cancelled", passes: { "a pass": "This event is cancelled" } },
  Over: { plain: "This event is over", passes: { "a pass": "This event is over" } },
};

interface Said {
  /** Also where there is no script. */
  plain: string;
  /** What a script puts in its place. */
  live?: string;
  passes?: Record<string, string>;
}

/** The sandbox's list of sample events; Usher goes on making them when it has started. */
export async function sampleStates() {
  const find = () => tenant().samples();
  await expect.poll(async () => (await find()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  return find();
}

/** The address of the sample event in this state. */
export async function sampleIn(label: string): Promise<string> {
  const found = (await sampleStates()).find((each) => each.label === label);
  if (!found) throw new Error(`There is no sample event for: ${label}.`);
  return found.path;
}

/** Each sample's page and passes, where a browser that runs scripts says what they are. */
export async function sampleStops(): Promise<Stop[]> {
  return (await sampleStates()).flatMap(({ label, path, passes }) => {
    const said = STATES[label];
    if (!said) throw new Error(`Nobody knows what a page says that is: ${label}.`);
    const page = {
      name: `sample: ${label}`,
      address: path,
      reach: async (tab: Page) =>
        expect(tab.locator("#register")).toContainText(said.live ?? said.plain),
    };
    const seen = passes.map((pass) => ({
      name: `sample: ${label}, ${pass.label}`,
      address: pass.path,
      reach: async (tab: Page) =>
        expect(tab.getByRole("heading", { level: 1 })).toHaveText(said.passes?.[pass.label] ?? ""),
    }));
    return [page, ...seen];
  });
}
