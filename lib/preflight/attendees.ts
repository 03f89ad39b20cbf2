import { db } from "@/lib/db/database";
import { attendeeScope } from "@/lib/enrolment/attendee-scope";
import { env } from "@/lib/env";
import { adminConsentUrl } from "@/lib/graph/admin-consent";
import { ownTenants } from "./ask-entra";
import type { Check, Finding } from "./check";
import { readAgreedTenants, readWebinarEvents } from "./queries";

/**
 * Are attendees asked for more than who they are, and has their tenant agreed to it? Entra tells
 * nobody without a permission for it; it shows where it was given: in an organizer's grant, which
 * names all that their tenant agreed to, and where somebody was registered by it.
 */
export const attendeesCheck: Check = {
  name: "attendees",
  async run() {
    const scope = env().attendeeScope;
    if (scope === null) return { kind: "note", reason: "own-off" };
    if (env().entra.clientId === "") return { kind: "note", reason: "not-set-up" };
    const tenants = ownTenants();
    // Where the database can't be asked, its own check says why.
    const agreed = await readAgreedTenants(db(), scope).catch((): string[] => []);
    return tenants.map((tenant) => {
      // A single one may be named by its domain: then all are its.
      const isAgreed = tenants.length === 1 ? agreed.length > 0 : agreed.includes(tenant);
      return found(tenant, scope, isAgreed);
    });
  },
};

/** The same for one organizer; nothing is said where none of their pages asks for it. */
export const organizerAttendeesCheck: Check<string> = {
  name: "attendees",
  async run(personId) {
    const events = await readWebinarEvents(db(), personId, new Date());
    for (const { tid, audience } of events) {
      const scope = attendeeScope({ registrar: "webinar", audience });
      if (scope) return found(tid, scope, (await readAgreedTenants(db(), scope)).includes(tid));
    }
    return [];
  },
};

function found(tenant: string, scope: string, isAgreed: boolean): Finding {
  if (isAgreed) return { kind: "green", values: { tenant, scope } };
  const values = { tenant, scope, page: adminConsentUrl(tenant) };
  return { kind: "note", reason: "own-untold", values };
}
