import type { Context } from "./context.ts";
import { emptyState } from "./model.ts";
import { seedCalendars } from "./seed.ts";
import { seedWebinars } from "./seed-webinars.ts";
import { defaultSettings } from "./settings.ts";

/** Back to the first start, on the same ports and with the same signing key. */
export async function resetSandbox(context: Context): Promise<void> {
  const { signingKey } = context.state;
  Object.assign(context.state, emptyState(), { signingKey });
  seedCalendars(context.state, new Date());
  seedWebinars(context.state, new Date());
  context.settings = { ...defaultSettings };
  context.faults.clear();
  context.ledger.reset();
  context.throttle.reset();
  context.coveredFrom.clear();
  context.certificates.length = 0;
  context.assertions.clear();
  context.changed();
  await context.mail.clear();
}
