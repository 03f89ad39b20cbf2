import { randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { isSigned } from "@/lib/guard/signing";
import { HEALTH_PROOF } from "@/lib/operations/operator-channel";
import type { Check, Finding } from "./check";

const PATIENCE_MS = 10_000;

/**
 * Does NEXTAUTH_URL lead to this very installation? Whoever answers signs a number with
 * NEXTAUTH_SECRET, as each of its processes can. Asked from where Usher runs: people's way there may
 * be another one.
 */
export const publicAddressCheck: Check = {
  name: "public-address",
  async run() {
    const address = env().publicUrl;
    const nonce = randomBytes(16).toString("base64url");
    const red = (reason: string, more = {}): Finding => {
      return { kind: "red", reason, by: "operator", values: { address, ...more } };
    };
    try {
      const answer = await fetch(`${address}/api/health?proof=${nonce}`, {
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const { status } = answer;
      if (status >= 300 && status < 400) return red("redirects", { status });
      if (status !== 200) return red("other-answer", { status });
      const proof = answer.headers.get(HEALTH_PROOF) ?? "";
      return isSigned("health", nonce, proof)
        ? { kind: "green", values: { address } }
        : red("other-instance");
    } catch (error) {
      const { name, cause } = error as { name?: string; cause?: { code?: string } };
      const code = cause?.code ?? name ?? "unknown";
      return red(/CERT|TLS|SSL|SIGNED|ISSUER/.test(code) ? "certificate" : "unreachable", { code });
    }
  },
};
