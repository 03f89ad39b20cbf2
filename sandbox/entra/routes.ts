import type { Context } from "../context.ts";
import { type Answer, type Call, redirectTo, segmentsOf } from "../http.ts";
import { adminConsent } from "./admin-consent.ts";
import { findAuthority } from "./authorities.ts";
import { authorize, endedSession } from "./authorize.ts";
import { discovery, keys } from "./discovery.ts";
import { entraError, errorAnswer } from "./errors.ts";
import { problemPage, signedOutPage } from "./sign-in-pages.ts";
import { token } from "./token.ts";

export async function entra(context: Context, call: Call): Promise<Answer> {
  const [segment = "", ...rest] = segmentsOf(call.path);
  const authority = findAuthority(segment);
  const route = `${call.method} ${rest.join("/")}`;
  if (authority === null) {
    const problem = entraError(90002, `Tenant '${segment}'.`);
    return ["authorize", "adminconsent"].includes(rest.at(-1) ?? "")
      ? problemPage(context, problem)
      : errorAnswer(problem);
  }
  switch (route) {
    case "GET v2.0/.well-known/openid-configuration":
      return discovery(context, authority);
    case "GET discovery/v2.0/keys":
      return keys(context);
    case "GET oauth2/v2.0/authorize":
    case "POST oauth2/v2.0/authorize":
      return authorize(context, authority, call);
    case "GET adminconsent":
    case "POST adminconsent":
      return adminConsent(context, authority, call);
    case "POST oauth2/v2.0/token":
      return token(context, authority, call);
    case "GET oauth2/v2.0/logout":
    case "POST oauth2/v2.0/logout":
      return logout(context, call);
    default:
      return { status: 404, body: "" };
  }
}

function logout(context: Context, call: Call): Answer {
  const back = call.query.get("post_logout_redirect_uri") ?? "";
  const headers = { "set-cookie": endedSession };
  const known = context.redirectUris.some(
    (uri) => URL.canParse(back) && new URL(uri).origin === new URL(back).origin,
  );
  if (known) return redirectTo(back, headers);
  const page = signedOutPage(context);
  return { ...page, headers: { ...page.headers, ...headers } };
}
