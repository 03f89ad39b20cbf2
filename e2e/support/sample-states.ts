import { expect, type Page } from "@playwright/test";
import { fillForm, somebody } from "./events";
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
  "Temporarily can’t take sign-ups (send its form)": {
    plain: "Reserve your place",
    sent: "We can’t take sign‑ups just now",
  },
  "About to begin": { plain: "Reserve your place", passes: { "a pass, doors open": "It’s time" } },
  Closed: { plain: "Registration has closed", passes: { "a pass": "You’re in" } },
  Cancelled: { plain: "This event is cancelled", passes: { "a pass": "This event is cancelled" } },
  Over: { plain: "This event is over", passes: { "a pass": "This event is over" } },
};

interface Said {
  /** Also where there is no script. */
  plain: string;
  /** What a script puts in its place. */
  live?: string;
  /** The state comes when the form is sent: what it is answered with. */
  sent?: string;
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

/** Somebody sends the form: it is answered so, and stands there with what they typed. */
export async function expectRefused(page: Page, said: string): Promise<void> {
  const who = somebody("Zoë");
  await fillForm(page, who);
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText(said);
  for (const [field, value] of Object.entries(who))
    await expect(page.locator(`input[name=${field}]`)).toHaveValue(value);
}

/** Each sample's page and passes, where a browser that runs scripts says what they are. */
export async function sampleStops(): Promise<Stop[]> {
  return (await sampleStates()).flatMap(({ label, path, passes }) => {
    const said = STATES[label];
    if (!said) throw new Error(`Nobody knows what a page says that is: ${label}.`);
    const page = {
      name: `sample: ${label}`,
      address: path,
      reach: async (tab: Page) => {
        await expect(tab.locator("#register")).toContainText(said.live ?? said.plain);
        if (said.sent) await expectRefused(tab, said.sent);
      },
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
