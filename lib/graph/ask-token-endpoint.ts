import { limits } from "./limits";
import { proveClient } from "./prove-client";
import { readBody } from "./read-body";
import { retryAfterOf } from "./retry-after";
import { tokenEndpoint } from "./token-endpoint";
import { TokenFault } from "./token-fault";

const LONGEST_BODY = 256 * 1024;

export interface TokenAnswer {
  status: number;
  retryAfter: Date | null;
  /** Undefined when it isn't JSON. */
  body: unknown;
}

/**
 * Sends a grant to a tenant's token endpoint, with Usher's own credentials. Throws TokenFault when
 * nothing answers; says nothing of the grant in it.
 * @param what the grant, in the words of the fault: "a refresh".
 */
export async function askTokenEndpoint(
  tid: string,
  what: string,
  grant: Record<string, string>,
): Promise<TokenAnswer> {
  const signal = AbortSignal.timeout(limits.refreshMs);
  try {
    const endpoint = await tokenEndpoint(tid, signal);
    const answer = await fetch(endpoint, {
      method: "POST",
      body: new URLSearchParams({ ...(await proveClient(endpoint)), ...grant }),
      redirect: "error",
      cache: "no-store",
      signal,
    });
    return {
      status: answer.status,
      retryAfter: retryAfterOf(answer.headers, new Date()),
      body: parseJson(await readBody(answer, LONGEST_BODY)),
    };
  } catch {
    throw new TokenFault(`Entra did not answer ${what}.`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
