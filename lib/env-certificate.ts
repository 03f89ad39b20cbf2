import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import fs from "node:fs";

/** What Usher proves with that it is the application, instead of a secret. */
export interface ClientCertificate {
  key: KeyObject;
  /** SHA-256 of the certificate, base64url: `x5t#S256` of what is signed. */
  thumbprint: string;
  /** It is good until then. */
  until: Date;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Key and certificate of a PEM file; of several certificates (a chain) the key's own. A text says
 * what is wrong with the file, and nothing of what it holds. One that has run out is taken: what
 * Entra says to it is told where the operator looks.
 */
export function readCertificate(file: string): ClientCertificate | string {
  let pem: string;
  try {
    pem = fs.readFileSync(file, "utf8");
  } catch (error) {
    return `can't be read (${(error as NodeJS.ErrnoException).code}): it is the path of a PEM file`;
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    return "has no private key that can be read: the PEM file holds an unencrypted key and its certificate";
  }
  if (key.asymmetricKeyType !== "rsa") return "needs an RSA key: Entra takes no other";
  for (const [text] of pem.matchAll(CERTIFICATE)) {
    const found = asCertificate(text);
    if (!found?.checkPrivateKey(key)) continue;
    const digest = Buffer.from(found.fingerprint256.replaceAll(":", ""), "hex");
    return { key, thumbprint: digest.toString("base64url"), until: found.validToDate };
  }
  return "has no certificate of its private key: put both into the PEM file";
}

function asCertificate(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}
