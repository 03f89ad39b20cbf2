import { z } from "zod";
import { ines, mette } from "./people.ts";

/** How the sandbox behaves until it is told otherwise. Kept in memory: a restart behaves well again. */
export const settingsSchema = z.strictObject({
  accessTokenSeconds: z.number().int().min(1).max(86_400),
  /** A refresh token dies as soon as it was used. Entra lets the old one go on. */
  strictRotation: z.boolean(),
  /** How the token answer names Graph's scopes. */
  scopeForm: z.enum(["short", "full"]),
  /** `expired`: every client authentication fails with AADSTS7000222. */
  clientSecret: z.enum(["valid", "expired"]),
  /** `other-id` answers like Microsoft's published examples: another id, or userId and tenantId swapped. */
  registrantAnswer: z.enum(["same-id", "other-id"]),
  sameIdTwice: z.enum(["same-link", "new-link", "409"]),
  /** The whole registration resource answers so, for everybody. */
  apiRetired: z.union([z.null(), z.literal([403, 404, 405, 410, 501])]),
  /** External registration by an application's token: the reference says both that there is none and how. */
  externalByApplication: z.boolean(),
  rateLimit: z.union([
    z.null(),
    z.strictObject({ perOrganizer: z.number().int().min(1), windowSeconds: z.number().positive() }),
  ]),
  /**
   * Whom an access policy lets an application's token act for: everybody, nobody or the organizers
   * with these oids. Asked at each call, so a policy that is made later is found.
   */
  applicationPolicy: z.union([z.boolean(), z.array(z.string())]),
  /** What Entra's and Graph's clocks show, in seconds ahead of this machine's. */
  clockSeconds: z.number(),
  /** In the others there is neither external registration nor a webinar. */
  cloud: z.enum(["global", "usgov", "china"]),
  /** What becomes of change notifications; Microsoft promises no more than to try. */
  notifications: z.enum(["sent", "lost", "twice"]),
  /** Of the application over all tenants, for everything below `/solutions/virtualEvents`. */
  webinarLimit: z.union([
    z.null(),
    z.strictObject({
      writes: z.number().int().min(1),
      reads: z.number().int().min(1),
      windowSeconds: z.number().positive(),
    }),
  ]),
  /** Messages that one mailbox sends. */
  mailboxLimit: z.union([
    z.null(),
    z.strictObject({ messages: z.number().int().min(1), windowSeconds: z.number().positive() }),
  ]),
  /** How long a registration that was answered with 204 is not found yet. */
  webinarLookupMs: z.number().min(0),
  /** A session's link: one for all, one for each registrant, null, or a session that may not be read. */
  webinarLinks: z.enum(["shared", "personal", "absent", "forbidden"]),
  /** Where the list of registrations takes `$filter=email eq '…'` and `userId eq '…'`. */
  webinarFilter: z.enum(["beta", "everywhere", "nowhere"]),
  /** An address that has a registration already: 409, 204 and nothing new, or a second record. */
  webinarSameEmail: z.enum(["409", "204", "second"]),
  /** A registration for a draft: 204 that never comes to anything, or 400. */
  webinarDraft: z.enum(["lost", "400"]),
  /** One page of the reference lets an application read registrations with `VirtualEvent.Read.Chat` alone. */
  webinarApplicationReads: z.boolean(),
  /** The reference has an application cancel for "an anonymous user"; may it for a member too? */
  webinarApplicationCancelsMembers: z.boolean(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  accessTokenSeconds: 3600,
  strictRotation: false,
  scopeForm: "short",
  clientSecret: "valid",
  registrantAnswer: "other-id",
  sameIdTwice: "409",
  apiRetired: null,
  externalByApplication: false,
  rateLimit: null,
  applicationPolicy: [ines.oid, mette.oid],
  clockSeconds: 0,
  cloud: "global",
  notifications: "sent",
  webinarLimit: { writes: 15, reads: 750, windowSeconds: 30 },
  mailboxLimit: { messages: 30, windowSeconds: 60 },
  webinarLookupMs: 200,
  webinarLinks: "shared",
  webinarFilter: "beta",
  webinarSameEmail: "409",
  webinarDraft: "lost",
  webinarApplicationReads: true,
  webinarApplicationCancelsMembers: true,
};
