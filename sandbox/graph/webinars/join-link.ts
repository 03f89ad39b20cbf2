import type { Webinar, WebinarRegistration } from "../../model.ts";
import { longLink, registrantLink } from "../join-links.ts";

export function joinLink(
  webinar: Webinar,
  registration: WebinarRegistration | null,
  kind: "shared" | "personal",
): string {
  const link = { threadId: webinar.threadId, tid: webinar.tid, oid: webinar.organizer };
  return kind === "shared" || registration === null
    ? longLink(link)
    : registrantLink(link, {
        prid: registration.id,
        isPublic: webinar.audience === "everyone",
        turn: 0,
      });
}
