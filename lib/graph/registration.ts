import { z } from "zod";
import type { GraphCall } from "./client";
import { GraphFault } from "./faults";
import { isWebAddress } from "./web-address";

/**
 * External registration of a meeting and its registrants: Graph `beta` only, delegated
 * `OnlineMeetings.ReadWrite` only, global cloud only. One registration a meeting, no update.
 */

export type AllowedRegistrant = "everyone" | "organization";

/** What Graph is sent for a registrant: `id` alone, or all three for members of an organization. */
export interface RegistrantInput {
  id: string;
  tenantId?: string;
  userId?: string;
}

const registration = z.object({
  allowedRegistrant: z.enum(["everyone", "organization"]),
});

// Keyed on what we sent: published examples answer with another id, or with the ids swapped.
const registrant = z.object({ joinWebUrl: z.string().refine(isWebAddress) });

/** The meeting's registration, whoever made it; null when there is none (or no such meeting). */
export async function getRegistration(
  call: GraphCall,
  meetingId: string,
): Promise<{ audience: AllowedRegistrant } | null> {
  try {
    const answer = await call.get(path(call, meetingId), registration, options("getRegistration"));
    return { audience: answer.allowedRegistrant };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** Opens the meeting for registrants. */
export async function createRegistration(
  call: GraphCall,
  meetingId: string,
  audience: AllowedRegistrant,
): Promise<void> {
  await call.post(
    path(call, meetingId),
    {
      "@odata.type": "#microsoft.graph.externalMeetingRegistration",
      allowedRegistrant: audience,
    },
    z.looseObject({}),
    options("createRegistration"),
  );
}

/** Removes the registration and every registrant with it; one that is not there is removed. */
export async function deleteRegistration(call: GraphCall, meetingId: string): Promise<void> {
  await deleted(call.delete(path(call, meetingId), options("deleteRegistration")));
}

/** Makes a registrant. Only this answer ever tells the join link. */
export function createRegistrant(
  call: GraphCall,
  meetingId: string,
  input: RegistrantInput,
): Promise<{ joinWebUrl: string }> {
  return call.post(
    `${path(call, meetingId)}/registrants`,
    {
      "@odata.type": "#microsoft.graph.externalMeetingRegistrant",
      id: input.id,
      ...(input.tenantId && { tenantId: input.tenantId }),
      ...(input.userId && { userId: input.userId }),
    },
    registrant,
    options("createRegistrant"),
  );
}

/** Removes a registrant; one that is not there counts as removed. */
export async function deleteRegistrant(
  call: GraphCall,
  meetingId: string,
  registrantId: string,
): Promise<void> {
  const registrantPath = `${path(call, meetingId)}/registrants/${encodeURIComponent(registrantId)}`;
  await deleted(call.delete(registrantPath, options("deleteRegistrant")));
}

function path(call: GraphCall, meetingId: string): string {
  return `${call.root}/onlineMeetings/${encodeURIComponent(meetingId)}/registration`;
}

function options(operation: string) {
  return { operation, version: "beta" } as const;
}

async function deleted(request: Promise<void>): Promise<void> {
  await request.catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof GraphFault && error.kind === "not-found";
}
