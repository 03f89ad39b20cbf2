import { withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { type OriginsOutcome, readOrigins } from "./embed-origins";
import { lockEvent } from "./queries";

export type SetOriginsOutcome =
  | { kind: "saved"; origins: string[] }
  | Exclude<OriginsOutcome, { kind: "read" }>
  | { kind: "cancelled" };

/** Names the sites that may show the event's form in a frame; none, and no site may. */
export async function setEmbedOrigins(
  access: EventAccess,
  text: string,
): Promise<SetOriginsOutcome> {
  const read = readOrigins(text);
  if (read.kind !== "read") return read;
  return withTx(async (tx): Promise<SetOriginsOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    await tx
      .updateTable("events")
      .set({ embed_origins: JSON.stringify(read.origins) })
      .where("id", "=", access.eventId)
      .execute();
    if (event.state !== "draft") await bumpPage(tx, access.eventId);
    return { kind: "saved", origins: read.origins };
  });
}
