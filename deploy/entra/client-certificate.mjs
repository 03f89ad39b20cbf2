import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { azPatiently } from "./azure.mjs";
import { Stop } from "./stop.mjs";

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificate in Usher's PEM file that is its private key's, as PEM: the key itself goes nowhere.
 * Null when no file was named.
 */
export async function readClientCertificate(file) {
  if (file === null) return null;
  let pem = "";
  try {
    pem = await readFile(file, "utf8");
  } catch (error) {
    throw new Stop(`${file} can't be read (${error.code}).`);
  }
  const key = keyIn(pem);
  if (key?.asymmetricKeyType !== "rsa") throw new Stop(`${file} has no RSA key, unencrypted.`);
  const found = (pem.match(BLOCK) ?? []).find((text) => certificateOf(text)?.checkPrivateKey(key));
  if (!found) throw new Stop(`${file} has no certificate of its key: put both into it.`);
  return found;
}

/**
 * Uploads the certificate, unless the app registration has it. Others are kept (`--append`), or a
 * running Usher would be locked out. Says until when it is good, and whether it was uploaded.
 */
export async function ensureCertificate(app, pem) {
  const { fingerprint, validToDate } = new X509Certificate(pem);
  // Entra's name for a certificate is its SHA-1: told in hexadecimal digits, or as Graph has bytes.
  const thumbprint = fingerprint.replaceAll(":", "");
  const known = await azPatiently("ad", "app", "credential", "list", "--id", app.id, "--cert");
  const until = validToDate.toISOString().slice(0, 10);
  const isThere = known.some(({ customKeyIdentifier: told }) => {
    const bytes = Buffer.from(told ?? "", "base64").toString("hex");
    return [told, bytes].some((digits) => digits?.toUpperCase() === thumbprint);
  });
  if (isThere) return { until, uploaded: false };
  await azPatiently(
    ...["ad", "app", "credential", "reset", "--id", app.id, "--append"],
    ...["--display-name", "Usher", "--cert", pem],
  );
  return { until, uploaded: true };
}

function keyIn(pem) {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function certificateOf(text) {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}
