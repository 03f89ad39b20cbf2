import { db } from "@/lib/db/database";
import { isOtherCloud } from "@/lib/enrolment/check-registrars";
import { env } from "@/lib/env";
import { ownTenants } from "./ask-entra";
import type { Check, Finding } from "./check";
import { lookAtApplication } from "./look-at-application";
import { readWebinarEvents } from "./queries";

/**
 * The application's own permissions at each tenant that brings organizers. Only webinars need them:
 * where none has a page, that they are missing is a note.
 * @param users tells the tenants that have such pages.
 */
export function makeApplicationCheck(users: () => Promise<string[]>): Check {
  return {
    name: "application",
    async run() {
      if (env().entra.clientId === "") return { kind: "note", reason: "not-set-up" };
      if (isOtherCloud()) return { kind: "note", reason: "other-cloud" };
      const tenants = ownTenants();
      // Where the database can't be asked, its own check says why.
      const using = await users().catch((): string[] => []);
      return Promise.all(
        tenants.map(async (tenant): Promise<Finding> => {
          const found = await lookAtApplication(tenant);
          // A single one may be named by its domain: then all are its.
          const isUsed = tenants.length === 1 ? using.length > 0 : using.includes(tenant);
          const isNeeded = found.kind !== "red" || found.reason !== "app-consent" || isUsed;
          return isNeeded ? found : { kind: "note", reason: "app-unused", values: found.values };
        }),
      );
    },
  };
}

/** The same for one organizer, at their own tenant; where no webinar has a page nothing is said of it. */
export const organizerApplicationCheck: Check<string> = {
  name: "application",
  async run(personId) {
    const [event] = await readWebinarEvents(db(), personId, new Date());
    if (!event) return [];
    if (isOtherCloud()) return { kind: "note", reason: "after-cloud" };
    return lookAtApplication(event.tid);
  },
};
