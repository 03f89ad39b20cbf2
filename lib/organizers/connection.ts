import { randomUUID } from "node:crypto";
import { db, withTx } from "@/lib/db/database";
import { limits } from "@/lib/graph/limits";
import { TokenFault } from "@/lib/graph/token-fault";
import { refresh } from "@/lib/graph/tokens";
import { log } from "@/lib/log";
import { hashSecret, open, SealError, seal } from "@/lib/seal";
import { connectionSecret } from "./connection-secret";
import { leaveMailbox, maySendMail } from "./mailbox";
import {
  type ConnectionRow,
  claimRefresh,
  findBrokenAt,
  findConnection,
  markBroken,
  markRefused,
  releaseRefresh,
  storeTokens,
} from "./queries";
import { announceBroken } from "./tell-broken";

export type AccessOutcome =
  | { kind: "token"; token: string; scopes: string[] }
  /** They have to sign in again; `reason` is a key of `connection.reason` in the reasons catalog. */
  | { kind: "broken"; reason: string }
  /** Usher's own registration at Entra, or its keys, are at fault. */
  | { kind: "operator"; code: string }
  /** They never connected. */
  | { kind: "none" };

export interface AccessOptions {
  /** A token that Graph refused: another one is fetched, unless somebody has done so already. */
  reject?: string;
  /** Claims challenge (JSON) that came with the refusal. */
  claims?: string | null;
}

const FIVE_MINUTES = 5 * 60;
/** A token this close to its end is not begun with, even when Entra is down. */
const LAST_SECONDS = 60;
/** Outlasts the call, with time to store what it gave. */
const LEASE_SECONDS = limits.refreshMs / 1_000 + 10;
const PATIENCE_MS = (LEASE_SECONDS + 5) * 1_000;

const flights = new Map<string, Promise<AccessOutcome>>();

/**
 * A token to call Graph with for this person. It is refreshed when it has less than five minutes
 * left, once at a time over all processes: a lease in the row, taken and given back in statements of
 * their own, because a call to Entra may hang and must hold no transaction. Never call it in one.
 *
 * Throws TokenFault when Entra can't be asked and no token is left.
 */
export function accessToken(personId: string, options: AccessOptions = {}): Promise<AccessOutcome> {
  const key = `${personId} ${options.reject ? hashSecret(options.reject) : ""}`;
  const flying = flights.get(key);
  if (flying) return flying;
  const flight = obtain(personId, options).finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

async function obtain(personId: string, options: AccessOptions): Promise<AccessOutcome> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const row = await findConnection(db(), personId);
    if (!row) return { kind: "none" };
    if (row.state === "broken") return { kind: "broken", reason: row.brokenReason ?? "revoked" };
    const held = heldToken(personId, row);
    const usable = held !== null && held !== options.reject;
    if (usable && row.secondsLeft > FIVE_MINUTES) return tokenOf(held, row);

    const lease = randomUUID();
    const seen = row.accessTokenSealed ?? row.refreshTokenSealed;
    if (
      await claimRefresh(db(), personId, {
        seen,
        lease,
        seconds: LEASE_SECONDS,
      })
    ) {
      const spare = usable && row.secondsLeft > LAST_SECONDS ? held : null;
      const outcome = await refreshUnderLease(personId, row, lease, {
        ...options,
        held,
        spare,
      });
      if (outcome) return outcome;
    } else if (usable && row.secondsLeft > LAST_SECONDS) {
      // Somebody is refreshing; this token does until they are done.
      return tokenOf(held, row);
    }
    await pause(100 + Math.random() * 100);
  }
  throw new TokenFault("Nobody brought a new token in time.");
}

/** Null when the lease went to somebody else meanwhile: look again. */
async function refreshUnderLease(
  personId: string,
  row: ConnectionRow,
  lease: string,
  given: AccessOptions & { held: string | null; spare: string | null },
): Promise<AccessOutcome | null> {
  try {
    const answer = await refresh({
      refreshToken: open(row.refreshTokenSealed, connectionSecret(personId, "refresh")),
      tid: row.tid,
      scopes: row.scopes.split(" ").filter(Boolean),
      claims: given.held === given.reject ? given.claims : null,
    });
    switch (answer.kind) {
      case "fresh": {
        const stored = await storeTokens(db(), personId, lease, {
          accessTokenSealed: seal(answer.accessToken, connectionSecret(personId, "access")),
          refreshTokenSealed:
            answer.refreshToken && seal(answer.refreshToken, connectionSecret(personId, "refresh")),
          expiresIn: answer.expiresIn,
          scopes: answer.scopes.join(" "),
        });
        if (stored && !maySendMail(answer.scopes)) await withTx((tx) => leaveMailbox(tx, personId));
        return stored ? { kind: "token", token: answer.accessToken, scopes: answer.scopes } : null;
      }
      case "broken": {
        const why = { reason: answer.reason, claims: given.claims ?? null };
        const marked = await withTx(async (tx) => {
          if (!(await markBroken(tx, personId, lease, why))) return false;
          const brokenAt = await findBrokenAt(tx, personId);
          await announceBroken(tx, personId, { reason: answer.reason, brokenAt });
          return true;
        });
        if (marked) log.warn({ personId, reason: answer.reason }, "a connection broke");
        return marked ? answer : null;
      }
      case "operator":
        await releaseRefresh(db(), personId, lease);
        return answer;
    }
  } catch (error) {
    await releaseRefresh(db(), personId, lease);
    if (error instanceof SealError) return { kind: "operator", code: "TOKEN_KEYS" };
    if (error instanceof TokenFault && given.spare) return tokenOf(given.spare, row);
    throw error;
  }
}

/**
 * Graph asks for claims that Entra's fresh token does not bring: only another sign-in does, which is
 * given the challenge. Nothing happens when another token is there by now.
 */
export async function breakConnection(
  personId: string,
  refused: { token: string; claims: string },
): Promise<void> {
  const row = await findConnection(db(), personId);
  if (!row?.accessTokenSealed || heldToken(personId, row) !== refused.token) return;
  const { accessTokenSealed } = row;
  const reason = "interaction";
  const marked = await withTx(async (tx) => {
    const why = { reason, claims: refused.claims, accessTokenSealed };
    if (!(await markRefused(tx, personId, why))) return false;
    await announceBroken(tx, personId, { reason, brokenAt: await findBrokenAt(tx, personId) });
    return true;
  });
  if (marked) log.warn({ personId, reason }, "a connection broke");
}

/** The stored access token; null without one, or when its key is gone (a refresh mends that). */
function heldToken(personId: string, row: ConnectionRow): string | null {
  if (!row.accessTokenSealed) return null;
  try {
    return open(row.accessTokenSealed, connectionSecret(personId, "access"));
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function tokenOf(token: string, row: ConnectionRow): AccessOutcome {
  return {
    kind: "token",
    token,
    scopes: row.scopes.split(" ").filter(Boolean),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
