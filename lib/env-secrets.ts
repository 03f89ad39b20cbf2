import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { OperatorError } from "@/lib/operator-error";

const FILE_NAME = "secrets.json";

const kept = z.object({ authSecret: z.string().min(16), tokenKey: z.base64() });

/**
 * The secrets of a copy that nobody configured: made at the first call, kept in
 * `{dataDir}/secrets.json` (readable by its owner only), the same for every process after that.
 * @throws OperatorError when the file can't be made or read: what it sealed would be lost.
 */
export function readSecrets(dataDir: string): { authSecret: string; tokenKey: Buffer } {
  const file = path.join(dataDir, FILE_NAME);
  try {
    if (!fs.existsSync(file)) makeSecrets(dataDir, file);
    const secrets = kept.parse(JSON.parse(fs.readFileSync(file, "utf8")));
    return { authSecret: secrets.authSecret, tokenKey: Buffer.from(secrets.tokenKey, "base64") };
  } catch (cause) {
    throw new OperatorError(
      `The secrets of this copy can't be kept in ${file}: check DATA_DIR, and restore the file if it is damaged.`,
      { cause },
    );
  }
}

function makeSecrets(dataDir: string, file: string): void {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const secrets = {
    authSecret: randomBytes(32).toString("base64url"),
    tokenKey: randomBytes(32).toString("base64"),
  };
  // On disk before it is used: what was sealed with a key that a power cut took is lost.
  fs.writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    // Unlike a rename, a link never replaces: of several processes that start at once, one wins.
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}
