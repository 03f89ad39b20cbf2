import { env } from "@/lib/env";
import { newSecret } from "@/lib/seal";
import type { Registrar } from "./registrar";

/**
 * Registrar `direct`: Microsoft registers nobody. The attendee's link is Usher's own `/j/{token}`,
 * which leads to the meeting's link and can be revoked.
 */
export const directRegistrar: Registrar = {
  name: "direct",
  actsWith: "nothing",
  capabilities: {
    ownMail: false,
    ownPlaces: false,
    linkByPerson: false,
    looksUp: false,
    takesAnswers: false,
    asAttendee: false,
    pace: null,
  },
  async open() {
    return { kind: "open", ours: false };
  },
  async check() {
    return { kind: "clear" };
  },
  async close() {
    return { kind: "done" };
  },
  async enrol(_call, _meeting, attendee) {
    const personalSecret = attendee.personalSecret ?? newSecret();
    const joinLink = personalLink(personalSecret);
    return { kind: "enrolled", joinLink, personalSecret, remoteId: null };
  },
  async lookUp() {
    return { kind: "absent" };
  },
  async withdraw() {
    return { kind: "done" };
  },
};

/** The address of a personal link. It may stand in calendars and be forwarded. */
export function personalLink(secret: string): string {
  return `${env().publicUrl}/j/${secret}`;
}
