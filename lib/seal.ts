import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { metrics } from "@/lib/metrics";

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Something sealed can't be opened: wrong row, damaged, or its key is no longer in TOKEN_KEYS. */
export class SealError extends Error {
  override name = "SealError";
  /** Id of the key that would open it, when it isn't in TOKEN_KEYS. */
  readonly missingKey: string | null;
  constructor(message: string, options: { missingKey?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.missingKey = options.missingKey ?? null;
  }
}

/**
 * Seals a secret for one place (AES-256-GCM under the first of TOKEN_KEYS).
 * @param aad names the row and column, e.g. `passes:{hash}`; opening elsewhere fails.
 * @returns `v1.{key id}.{iv}.{ciphertext and tag}`, each base64url.
 */
export function seal(plain: string, aad: string): string {
  const key = env().tokenKeys[0];
  if (!key) throw new SealError("TOKEN_KEYS holds no key.");
  const prefix = `${VERSION}.${keyId(key)}`;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(prefix, aad));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${prefix}.${iv.toString("base64url")}.${sealed.toString("base64url")}`;
}

/**
 * Opens what `seal` made, under whichever of TOKEN_KEYS sealed it.
 * @throws SealError; its message never holds any of the content.
 */
export function open(sealed: string, aad: string): string {
  const [version, kid, iv, body, ...rest] = sealed.split(".");
  if (version !== VERSION || !kid || !iv || !body || rest.length > 0) {
    throw new SealError("This is not something that was sealed.");
  }
  const key = env().tokenKeys.find((candidate) => keyId(candidate) === kid);
  if (!key) {
    metrics().unopened.inc();
    throw new SealError(`TOKEN_KEYS no longer holds the key ${kid}.`, { missingKey: kid });
  }
  const bytes = Buffer.from(body, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(`${version}.${kid}`, aad));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    return plain.toString("utf8");
  } catch (cause) {
    throw new SealError("Sealed for another place, or damaged.", { cause });
  }
}

/** What everything begins with that is sealed now: version and id of the first key. */
export function sealPrefix(): string {
  const key = env().tokenKeys[0];
  if (!key) throw new SealError("TOKEN_KEYS holds no key.");
  return `${VERSION}.${keyId(key)}`;
}

/** What is kept of a secret to look it up by: SHA-256, base64url. Only for secrets of 128 bits. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** A new secret of 128 bits, 22 characters of base64url. */
export function newSecret(): string {
  return randomBytes(16).toString("base64url");
}

function keyId(key: Buffer): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 8);
}

function boundTo(prefix: string, aad: string): Buffer {
  return Buffer.from(`${prefix}.${aad}`, "utf8");
}
