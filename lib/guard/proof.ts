import { type Challenge, createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { z } from "zod";
import { db } from "@/lib/db/database";
import { hashSecret } from "@/lib/seal";
import { CHALLENGE_MS } from "./limits";
import { keyFor } from "./signing";

/**
 * A quarter of a second, or a second where all is four times as slow, as on a phone
 * (docs/benchmarks.md): nothing for one person, much for a thousand sign-ups.
 */
const WORK = { algorithm: "PBKDF2/SHA-256", cost: 5_000, keyPrefix: "00" };
/** No solution is as long. */
const LONGEST = 4_000;

const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      nonce: z.string(),
      expiresAt: z.number(),
      data: z.object({ slug: z.string() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** A proof of work to be done before one sign-up at this event. */
export function newChallenge(slug: string, now: Date): Promise<Challenge> {
  return createChallenge({
    ...WORK,
    deriveKey,
    data: { slug },
    expiresAt: new Date(now.getTime() + CHALLENGE_MS),
    hmacSignatureSecret: keyFor("challenge"),
  });
}

/** Was the work done, for this event, and not shown before? It counts once, over all processes. */
export async function isProof(slug: string, given: string): Promise<boolean> {
  if (given === "" || given.length > LONGEST) return false;
  const read = payload.safeParse(parseJson(given));
  if (!read.success) return false;
  const { challenge, solution } = read.data;
  if (challenge.parameters.data.slug !== slug) return false;
  const { verified } = await verifySolution({
    challenge: challenge as unknown as Challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: keyFor("challenge"),
  }).catch(() => ({ verified: false }));
  return verified && spend(challenge.signature, challenge.parameters.expiresAt);
}

async function spend(signature: string, expiresAt: number): Promise<boolean> {
  const spent = await db()
    .insertInto("spent_proofs")
    .values({ hash: hashSecret(signature), expires_at: new Date(expiresAt * 1000) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("hash")
    .executeTakeFirst();
  return spent !== undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
