import { timingSafeEqual } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { newSecret } from "@/lib/seal";

/*
 * The embedded database belongs to the running product alone, so `npm run jobs` asks the product.
 * Who may: whoever can read DATA_DIR, and so the database itself. The product leaves its port and a
 * secret there, new at each start.
 */

/** Where the running product answers `npm run jobs`. */
export const OPERATOR_PATH = "/api/internal/operator";
/** Header in which `/api/health?proof=…` answers with its signature: only this installation can. */
export const HEALTH_PROOF = "x-usher-proof";
const FILE_NAME = "operator.json";

const channel = z.object({ port: z.number().int(), secret: z.string().min(16) });

export interface OperatorChannel {
  /** Is this `authorization` header the one that the file tells? */
  isOperator(authorization: string): boolean;
  close(): void;
}

/** Leaves port and secret in `dataDir`, readable by its owner only. */
export function openOperatorChannel(dataDir: string, port: number): OperatorChannel {
  const file = path.join(dataDir, FILE_NAME);
  const secret = newSecret();
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, JSON.stringify({ port, secret }), { mode: 0o600, flag: "wx" });
  const wanted = Buffer.from(`Bearer ${secret}`);
  return {
    isOperator(authorization) {
      const given = Buffer.from(authorization);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
    close: () => fs.rmSync(file, { force: true }),
  };
}

/** Asks the product that runs on `dataDir`; null when none does. */
export async function askRunning(dataDir: string, question: object): Promise<unknown> {
  let found: z.infer<typeof channel>;
  try {
    found = channel.parse(JSON.parse(fs.readFileSync(path.join(dataDir, FILE_NAME), "utf8")));
  } catch {
    return null;
  }
  const answer = await fetch(`http://127.0.0.1:${found.port}${OPERATOR_PATH}`, {
    method: "POST",
    headers: { authorization: `Bearer ${found.secret}`, "content-type": "application/json" },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => null);
  // Killed, a product leaves its file behind, and its port to somebody else.
  return answer?.ok ? answer.json() : null;
}
