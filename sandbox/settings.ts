import { z } from "zod";

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
  rateLimit: z.union([
    z.null(),
    z.strictObject({ perOrganizer: z.number().int().min(1), windowSeconds: z.number().positive() }),
  ]),
  /** Whether an application token may act for organizers (their administrator made an access policy). */
  applicationPolicy: z.boolean(),
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
  rateLimit: null,
  applicationPolicy: false,
};
