import { db, withTx } from "@/lib/db/database";
import { laneFault } from "@/lib/enrolment/lane-fault";
import { withGrant } from "@/lib/enrolment/with-grant";
import { eitherWay } from "@/lib/events/pick-webinar";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { isGranted } from "@/lib/graph/scopes";
import {
  createSubscription,
  endSubscription,
  type MadeSubscription,
  renewSubscription,
  WATCHED,
} from "@/lib/graph/subscriptions";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { ConnectionBroken } from "@/lib/organizers/act-for";
import { hashSecret, newSecret } from "@/lib/seal";
import { hastenLooks } from "./hasten-looks";
import { keepSubscription } from "./look";
import { notificationAddress } from "./notification-address";
import { followedOf } from "./queries";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Below the most that Microsoft takes, whatever its clock says. */
const MARGIN_MS = 10 * 60_000;
/** Renewed when this much of its time is over: days of trouble may come between. */
const RENEWED_AFTER = 0.6;

/**
 * Brings one subscription to what is wanted: made while something is followed that it tells of,
 * renewed long before it ends, ended when nothing is. Without it meetings are polled, so whatever
 * Microsoft refuses here holds up nothing.
 */
export const keepSubscriptionHandler = handle(
  keepSubscription,
  async ({ subscriptionId }, { turn }) => {
    const row = await load(subscriptionId);
    if (!row) return;
    const address = notificationAddress();
    const isWanted = address !== null && (await isFollowing(row));
    try {
      if (!isWanted || (row.address !== null && row.address !== address)) await end(row, turn);
      if (!isWanted) return await forget(row.id);
      if (row.webinarId === null && !isGranted(row.scopes.split(" "), "Calendars.Read"))
        return await putOff(row.id, DAY_MS);
      if (await renew(row, address, turn)) return;
      await make(row, address, turn);
    } catch (error) {
      if (error instanceof ConnectionBroken) return putOff(row.id, HOUR_MS);
      const isRefused = error instanceof GraphFault && !error.retry && error.retryAfter === null;
      if (!isRefused) throw laneFault(error, row.personId).fault;
      log.warn(
        { kind: error.kind, graphRequestId: error.requestId },
        "Microsoft takes no subscription: meetings are polled",
      );
      return putOff(row.id, HOUR_MS);
    }
  },
);

async function load(id: string) {
  return db()
    .selectFrom("subscriptions")
    .leftJoin("connections", "connections.person_id", "subscriptions.person_id")
    .select((eb) => [
      "subscriptions.id",
      "subscriptions.person_id as personId",
      "subscriptions.webinar_id as webinarId",
      "subscriptions.graph_id as graphId",
      "subscriptions.acts_with as actsWith",
      "subscriptions.address",
      "subscriptions.ends_at as endsAt",
      eb.fn.coalesce("connections.scopes", eb.val("")).as("scopes"),
    ])
    .where("subscriptions.id", "=", id)
    .executeTakeFirst();
}

type Row = NonNullable<Awaited<ReturnType<typeof load>>>;

async function isFollowing({ personId, webinarId }: Row): Promise<boolean> {
  const one = await followedOf(db(), personId, webinarId).limit(1).executeTakeFirst();
  return one !== undefined;
}

/** Whose token made it, alone may change it. */
function withMaker<T>(
  { actsWith, personId }: Row,
  work: (call: GraphCall) => Promise<T>,
): Promise<T> {
  return withGrant({ actsWith: actsWith ?? "organizer" }, personId, (call) => {
    if (!call) throw new Error("A subscription is made with a token.");
    return work(call);
  });
}

async function renew(row: Row, address: string, turn: () => Promise<void>): Promise<boolean> {
  const { graphId, endsAt } = row;
  if (!graphId || !endsAt || endsAt <= new Date() || row.address !== address) return false;
  const renewed = await withMaker(row, async (call) => {
    await turn();
    return renewSubscription(call, graphId, longest(row));
  });
  if (renewed) await keepMade(row, renewed, {});
  return renewed !== null;
}

async function make(row: Row, address: string, turn: () => Promise<void>): Promise<void> {
  const secret = newSecret();
  const { webinarId, personId } = row;
  const ask = async (call: GraphCall) => {
    await turn();
    return createSubscription(call, {
      watch: webinarId === null ? "calendar" : "webinar",
      resource: webinarId === null ? "me/events" : `solutions/virtualEvents/webinars/${webinarId}`,
      notificationUrl: address,
      clientState: secret,
      endsAt: longest(row),
    });
  };
  const made = (actsWith: "organizer" | "application") => async (call: GraphCall) => ({
    actsWith,
    made: await ask(call),
  });
  const answer =
    webinarId === null
      ? await withMaker({ ...row, actsWith: "organizer" }, made("organizer"))
      : await eitherWay(personId, async (call, as) => made(as)(call));
  await keepMade(row, answer.made, {
    graph_id: answer.made.id,
    acts_with: answer.actsWith,
    secret_hash: hashSecret(secret),
    address,
  });
  // What changed between the last look and now was told to nobody.
  await withTx((tx) => hastenLooks(tx, [{ personId, webinarId }]));
}

function longest({ webinarId }: Row): Date {
  const { longestMs } = WATCHED[webinarId === null ? "calendar" : "webinar"];
  return new Date(Date.now() + longestMs - MARGIN_MS);
}

async function keepMade(
  { id }: Row,
  { expirationDateTime: endsAt }: MadeSubscription,
  made: object,
): Promise<void> {
  const now = Date.now();
  const keepAt = new Date(now + (endsAt.getTime() - now) * RENEWED_AFTER);
  await db()
    .updateTable("subscriptions")
    .set({ ...made, ends_at: endsAt, keep_at: keepAt })
    .where("id", "=", id)
    .execute();
}

/** Ends it at Microsoft, where that may still be done; else it ends by itself within days. */
async function end(row: Row, turn: () => Promise<void>): Promise<void> {
  const { graphId, endsAt } = row;
  if (!graphId || !endsAt || endsAt <= new Date()) return;
  try {
    await withMaker(row, async (call) => {
      await turn();
      await endSubscription(call, graphId);
    });
  } catch (error) {
    if (error instanceof ConnectionBroken) return;
    throw error;
  }
}

async function forget(id: string): Promise<void> {
  await db().deleteFrom("subscriptions").where("id", "=", id).execute();
}

async function putOff(id: string, ms: number): Promise<void> {
  await db()
    .updateTable("subscriptions")
    .set({ keep_at: new Date(Date.now() + ms) })
    .where("id", "=", id)
    .execute();
}
