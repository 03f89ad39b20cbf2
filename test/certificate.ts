import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** A key with its self-signed certificate: what an operator makes with openssl, without openssl. */
export function makeCertificate(until = new Date(Date.now() + 365 * 86_400_000)): {
  /** Both, as ENTRA_CLIENT_CERTIFICATE's file holds them. */
  pem: string;
  /** What is uploaded to Entra. */
  certificate: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const certificate = selfSigned(privateKey, publicKey, until);
  const key = privateKey.export({ type: "pkcs8", format: "pem" });
  return { pem: `${key}${certificate}`, certificate };
}

/** The same in a file; answers its path. */
export function writeCertificate(dir: string, { pem }: { pem: string }): string {
  const file = path.join(dir, "usher.pem");
  fs.writeFileSync(file, pem, { mode: 0o600 });
  return file;
}

// X.509 (RFC 5280) in DER, as little of it as there has to be.
const SHA256_WITH_RSA = Buffer.from("300d06092a864886f70d01010b0500", "hex");
const COMMON_NAME = Buffer.from("0603550403", "hex");

function selfSigned(privateKey: KeyObject, publicKey: KeyObject, until: Date): string {
  const name = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from("Usher")))));
  const from = new Date(Math.min(Date.now(), until.getTime()) - 86_400_000);
  const body = sequence(
    tagged(0xa0, Buffer.from("020102", "hex")),
    Buffer.from("020101", "hex"),
    SHA256_WITH_RSA,
    name,
    sequence(utcTime(from), utcTime(until)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", body, privateKey);
  const bits = tagged(0x03, Buffer.concat([Buffer.from([0]), signature]));
  const text = sequence(body, SHA256_WITH_RSA, bits).toString("base64");
  const lines = text.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replace(/\D/g, "").slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
