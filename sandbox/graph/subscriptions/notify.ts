import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../../context.ts";
import type { Subscription, Webinar, WebinarRegistration } from "../../model.ts";

export type ChangeType = Subscription["changeTypes"][number];

interface Change {
  changeType: ChangeType;
  /** Whoever subscribed to one of these is told, compared without regard to case. */
  watched: string[];
  type: string;
  /** Where the thing itself is. */
  at: string;
  id: string;
}

const ANSWER_MS = 10_000;
/** Microsoft tries for hours; here the third failure is the last. */
const AGAIN_MS = [200, 1000];

export function eventChanged(
  context: Context,
  entry: { owner: string; id: string },
  changeType: ChangeType,
): void {
  const collection = `users/${entry.owner}/events`;
  tell(context, {
    changeType,
    watched: [collection, `${collection}/${entry.id}`],
    type: "#Microsoft.Graph.Event",
    at: `Users/${entry.owner}/Events/${entry.id}`,
    id: entry.id,
  });
}

export function webinarChanged(context: Context, { id }: Webinar): void {
  const at = `solutions/virtualEvents/webinars/${id}`;
  tell(context, {
    changeType: "updated",
    watched: [at],
    type: "#microsoft.graph.virtualEvent",
    at,
    id: at,
  });
}

export function registrationChanged(
  context: Context,
  webinar: Webinar,
  registration: WebinarRegistration,
  changeType: ChangeType,
): void {
  const collection = `solutions/virtualEvents/webinars/${webinar.id}/registrations`;
  const at = `${collection}/${registration.id}`;
  tell(context, {
    changeType,
    watched: [collection],
    type: "#microsoft.graph.virtualEventRegistration",
    at,
    id: at,
  });
}

/** Those that have not run out. */
export function alive({ state }: Context): Subscription[] {
  const all = Object.values(state.subscriptions);
  return all.filter(({ expires }) => Date.parse(expires) > Date.now());
}

function tell(context: Context, change: Change): void {
  const { notifications } = context.settings;
  if (notifications === "lost") return;
  const watched = change.watched.map((each) => each.toLowerCase());
  for (const subscription of alive(context)) {
    if (!watched.includes(subscription.watches)) continue;
    if (!subscription.changeTypes.includes(change.changeType)) continue;
    for (let copy = 0; copy < (notifications === "twice" ? 2 : 1); copy++) {
      void deliver(context, subscription, change);
    }
  }
}

async function deliver(
  context: Context,
  subscription: Subscription,
  change: Change,
): Promise<void> {
  const body = JSON.stringify({
    value: [
      {
        subscriptionId: subscription.id,
        clientState: subscription.clientState,
        changeType: change.changeType,
        tenantId: subscription.tid,
        resource: change.at,
        subscriptionExpirationDateTime: subscription.expires,
        resourceData: { "@odata.type": change.type, "@odata.id": change.at, id: change.id },
      },
    ],
  });
  for (const pause of [0, ...AGAIN_MS]) {
    await sleep(pause, undefined, { ref: false });
    if (context.state.subscriptions[subscription.id] === undefined) return;
    if (await isTaken(subscription.notificationUrl, body)) {
      subscription.delivered++;
      return;
    }
  }
  subscription.givenUp++;
}

async function isTaken(url: string, body: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return ok;
  } catch {
    return false;
  }
}

/** The address has to say the token back, as plain text and at once. */
export async function isValidated(url: string): Promise<boolean> {
  const token = `Validation: Testing client application reachability, request ${crypto.randomUUID()}`;
  const asked = new URL(url);
  asked.searchParams.set("validationToken", token);
  try {
    const answer = await fetch(asked, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const type = answer.headers.get("content-type") ?? "";
    return (
      answer.status === 200 && type.startsWith("text/plain") && (await answer.text()) === token
    );
  } catch {
    return false;
  }
}
