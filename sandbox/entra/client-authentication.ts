import { timingSafeEqual } from "node:crypto";
import type { Context } from "../context.ts";
import type { Call } from "../http.ts";
import { type EntraError, entraError } from "./errors.ts";

/** By form post or by basic authentication; null when the client is who it says. */
export function clientProblem(
  context: Context,
  call: Call,
  form: URLSearchParams,
): EntraError | null {
  const basic = basicCredentials(call.headers.authorization);
  const id = basic?.id ?? form.get("client_id");
  const secret = basic?.secret ?? form.get("client_secret");
  if (!id) return entraError(900144, "Parameter: 'client_id'.");
  if (id !== context.clientId) return entraError(700016, `Application '${id}'.`);
  if (!secret) return entraError(7000218);
  if (!equal(secret, context.clientSecret)) return entraError(7000215);
  if (context.settings.clientSecret === "expired") return entraError(7000222);
  return null;
}

function basicCredentials(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^basic (.+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id: formDecode(id), secret: formDecode(rest.join(":")) };
}

/** Basic credentials are form-encoded first (RFC 6749, 2.3.1). */
function formDecode(text: string): string {
  return new URLSearchParams(`x=${text.replaceAll("&", "%26")}`).get("x") ?? "";
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
