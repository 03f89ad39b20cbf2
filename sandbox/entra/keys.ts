import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Context } from "../context.ts";

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  publicJwk: JWK;
}

const loaded = new WeakMap<object, Promise<SigningKey>>();

/** Made once for a data directory: a new key would end everybody's sign-in at a restart. */
export function signingKey(context: Context): Promise<SigningKey> {
  let key = loaded.get(context.state);
  if (key === undefined) {
    key = load(context);
    loaded.set(context.state, key);
  }
  return key;
}

async function load(context: Context): Promise<SigningKey> {
  if (context.state.signingKey === null) {
    const pair = await generateKeyPair("RS256", { extractable: true });
    const kid = crypto.randomUUID().replaceAll("-", "");
    context.state.signingKey = {
      ...(await exportJWK(pair.privateKey)),
      kid,
      alg: "RS256",
      use: "sig",
    };
    context.changed();
  }
  const privateJwk = context.state.signingKey as JWK;
  const { kty, n, e, kid, alg, use } = privateJwk;
  const publicJwk: JWK = { kty, n, e, kid, alg, use };
  return {
    kid: String(kid),
    privateKey: (await importJWK(privateJwk, "RS256")) as CryptoKey,
    publicKey: (await importJWK(publicJwk, "RS256")) as CryptoKey,
    publicJwk,
  };
}
