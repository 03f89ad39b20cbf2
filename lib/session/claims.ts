import { z } from "zod";

/** What Usher reads of a verified ID token. */
export const identityClaims = z.object({
  tid: z.string().min(1),
  oid: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
  preferred_username: z.string().nullish(),
  roles: z.array(z.string()).nullish().catch(null),
  groups: z.array(z.string()).nullish().catch(null),
});

export type IdentityClaims = z.infer<typeof identityClaims>;

/** Name and address as the account says them. Both may be missing; neither proves anything. */
export function displayed(claims: IdentityClaims): {
  name: string;
  email: string | null;
} {
  const email = claims.email || claims.preferred_username || null;
  return { name: claims.name?.trim() || email || "—", email };
}
