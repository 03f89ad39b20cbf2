import { type Tx, withTx } from "@/lib/db/database";
import { type FormDefinition, formText } from "@/lib/form/definition";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { deleteFormsBefore, insertForm, isSameForm, loadKinds } from "./form-queries";
import { lockEvent } from "./queries";
import { findWayIn, type WayIn } from "./way-in";

export type SaveFormOutcome =
  | { kind: "saved"; version: number }
  /** Somebody else saved it since this version was read. */
  | { kind: "changed-meanwhile" }
  /** A published page may hold no way into the meeting. */
  | { kind: "leaks-way-in"; found: WayIn[] }
  /** An id that asked for something else before: its answers would mean something else now. */
  | { kind: "reused-id"; id: string }
  | { kind: "cancelled" };

/**
 * Saves what an event asks, as its next version. Once the page is public no version goes away:
 * each registration keeps the one that it answered. `basedOn` is the version that was changed, 0
 * for none.
 */
export function saveForm(
  access: EventAccess,
  definition: FormDefinition,
  basedOn: number,
): Promise<SaveFormOutcome> {
  return withTx(async (tx): Promise<SaveFormOutcome> => {
    // Sign-ups wait meanwhile, and then see that their answers were checked against the version before.
    const event = await lockEvent(tx, access.eventId);
    const current = event.formVersion ?? 0;
    if (event.state === "cancelled") return { kind: "cancelled" };
    if (current !== basedOn) return { kind: "changed-meanwhile" };
    if (await isSameForm(tx, access.eventId, current, definition))
      return { kind: "saved", version: current };
    const id = await findReusedId(tx, access.eventId, definition);
    if (id) return { kind: "reused-id", id };
    const isDraft = event.state === "draft";
    const found = isDraft ? [] : findWayIn(formText(definition));
    if (found.length > 0) return { kind: "leaks-way-in", found };

    const version = current + 1;
    await insertForm(tx, access.eventId, { version, definition });
    if (isDraft) await deleteFormsBefore(tx, access.eventId, version);
    else await bumpPage(tx, access.eventId);
    return { kind: "saved", version };
  });
}

async function findReusedId(
  tx: Tx,
  eventId: string,
  { items }: FormDefinition,
): Promise<string | null> {
  const kinds = await loadKinds(tx, eventId);
  const reused = items.find(({ id, kind }) => (kinds.get(id) ?? kind) !== kind);
  return reused?.id ?? null;
}
