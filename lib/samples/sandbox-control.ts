import { z } from "zod";
import { env } from "@/lib/env";
import type { ListedSample } from "./read-states";

/** Lists the samples on the sandbox's front page, in place of those it had. */
export async function listInSandbox(samples: readonly ListedSample[]): Promise<void> {
  await tell("samples", { samples });
}

const made = z.object({ id: z.string() });

/** A webinar as its organizer makes it in Teams, who lets everybody in there; answers its id. */
export async function makeSandboxWebinar(webinar: {
  organizer: string;
  displayName: string;
  startsAt: Date;
  endsAt: Date;
}): Promise<string> {
  const { organizer, displayName, startsAt, endsAt } = webinar;
  const answer = await tell("webinars", {
    organizer,
    displayName,
    start: startsAt.toISOString(),
    end: endsAt.toISOString(),
    isManualApprovalEnabled: true,
  });
  return made.parse(answer).id;
}

async function tell(noun: string, body: object): Promise<unknown> {
  const answer = await fetch(new URL(`/control/${noun}`, env().sandboxUrl ?? undefined), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} about its ${noun}.`);
  return answer.json();
}
