import type { RegistrarChoices, RegistrarName } from "@/lib/db/schema";
import { env } from "@/lib/env";
import { GraphFault } from "@/lib/graph/faults";
import { getMeeting } from "@/lib/graph/online-meetings";
import { getRegistration } from "@/lib/graph/registration";
import { actFor } from "@/lib/organizers/act-for";
import type { Refusal } from "./registrar";
import { tryStandIn } from "./stand-in";
import { webinarRegistrar, whyForbidden } from "./webinar";
import { withGrant } from "./with-grant";

/** Why a meeting can't have a registrar: keys of the catalog `reasons.registrar`. */
export type NoRegistrar = Refusal | "cloud" | "not-webinar" | "not-meeting" | "no-link" | "unclear";

/** What an organizer can put right, so that it is worth choosing all the same. */
const MENDABLE: readonly string[] = ["webinar-draft", "no-policy", "no-consent", "unclear"];

/** Microsoft's clouds that have neither registration API (graph.md). */
const OTHER_CLOUDS = /(?:graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn|dod-graph\.)/i;

export function isOtherCloud(): boolean {
  return OTHER_CLOUDS.test(env().graphUrl);
}

/**
 * Asks Microsoft, with this organizer's own grant where it takes one, which registrars a picked
 * meeting can have. Nothing is made by asking. A question that got no answer now is `unclear`:
 * publishing finds out.
 */
export async function checkRegistrars(
  organizerId: string,
  meeting: { kind: "meeting" | "webinar"; graphId: string; joinUrl: string },
): Promise<RegistrarChoices> {
  const direct = meeting.joinUrl === "" ? "no-link" : null;
  if (meeting.kind === "webinar")
    return { webinar: await checkWebinar(organizerId, meeting.graphId), direct };
  const external = await checkExternal(organizerId, meeting.graphId);
  if (external === null) await tryStandIn(organizerId, meeting.graphId);
  return { external, direct };
}

/** The best that works, else the best that somebody can mend. */
export function bestRegistrar(choices: RegistrarChoices): RegistrarName {
  const known = (["external", "webinar", "direct"] as const).filter((name) => name in choices);
  const works = known.find((name) => choices[name] === null);
  const mendable = known.find((name) => MENDABLE.includes(choices[name] ?? ""));
  // What is a draft today is published tomorrow: a webinar stays one.
  if (mendable === "webinar") return mendable;
  return works ?? mendable ?? "direct";
}

async function checkExternal(organizerId: string, graphId: string): Promise<NoRegistrar | null> {
  if (isOtherCloud()) return "cloud";
  try {
    return await actFor(organizerId, async (call) => {
      // A 404 is a meeting without a registration, or without the API: making one tells.
      if (await getRegistration(call, graphId)) return null;
      return (await getMeeting(call, graphId)) ? null : "meeting-gone";
    });
  } catch (error) {
    return reasonOf(error);
  }
}

async function checkWebinar(organizerId: string, graphId: string): Promise<NoRegistrar | null> {
  if (isOtherCloud()) return "cloud";
  const meeting = {
    id: "",
    graphId,
    joinUrl: "",
    audience: null,
    registrationOurs: false,
    organizerId,
    terms: null,
  };
  try {
    const outcome = await withGrant(webinarRegistrar, organizerId, (call) =>
      webinarRegistrar.check(call, meeting),
    );
    return outcome.kind === "refused" ? outcome.reason : null;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): NoRegistrar {
  if (!(error instanceof GraphFault)) return "unclear";
  if (error.kind === "forbidden") return whyForbidden(error);
  return error.kind === "gone" || error.kind === "not-supported" ? "retired" : "unclear";
}
