import { env } from "@/lib/env";
import type { SandboxClient } from "../../sandbox/client.ts";
import type { HttpFault } from "./http-faults";

/** Which requests a fault is for. */
export interface Target {
  service: "graph" | "entra";
  method: string;
  /** A regular expression over path and query below the service's URL. */
  path: string;
}

/** One fault on one call, once or until it is over. */
export interface Outage {
  end(): Promise<void>;
}

/** Begins it: at the sandbox, or, for a refused connection, by sending the call where nobody is. */
export async function beginOutage(
  control: SandboxClient,
  { service, method, path }: Target,
  { fault }: HttpFault,
  times: 1 | null,
): Promise<Outage> {
  if (fault === "refused") return refuse({ service, method, path }, times);
  const id = await control.fault({ service, match: { method, path }, times, fault });
  return {
    async end() {
      await control.clearFault(id);
    },
  };
}

function refuse(target: Target, times: 1 | null): Outage {
  const { graphUrl, entra } = env();
  const base = target.service === "graph" ? graphUrl : entra.authority;
  const send = globalThis.fetch;
  let left = times ?? Number.POSITIVE_INFINITY;
  globalThis.fetch = (input, init) => {
    const request = input instanceof Request ? input : null;
    const url = request?.url ?? String(input);
    const method = (init?.method ?? request?.method ?? "GET").toUpperCase();
    const meant =
      url.startsWith(base) &&
      method === target.method &&
      new RegExp(target.path).test(url.slice(base.length));
    if (!meant || left-- <= 0) return send(input, init);
    // A port that nothing listens on: the refusal is the machine's own.
    return send("http://127.0.0.1:1/", init);
  };
  return {
    async end() {
      globalThis.fetch = send;
    },
  };
}
