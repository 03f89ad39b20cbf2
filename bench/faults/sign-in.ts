import NextAuth from "next-auth";
import { authOptions } from "@/lib/session/options";
import { recordTrouble } from "@/lib/session/trouble";
import { signInAt } from "../../sandbox/sign-in.ts";

/**
 * A sign-in through next-auth by a browser of our own making; only Next's cookies are a double.
 * `atCallback` runs when the browser is back with the code, before it is exchanged.
 * @returns where it leads: `right`, or the problem that the page shows.
 */
export async function signIn(
  jar: Map<string, string>,
  oid: string,
  atCallback: () => Promise<void> = async () => {},
): Promise<string> {
  await ask(jar, ["csrf"], {});
  const csrfToken = jar.get("test-token") ?? "";
  const authorize = await ask(jar, ["signin", "entra"], {
    body: { csrfToken, callbackUrl: "/dashboard" },
  });
  const back = await signInAt(authorize.href, oid);
  await atCallback();
  const query = Object.fromEntries(back.searchParams);
  const { result, trouble } = await recordTrouble(() => ask(jar, ["callback", "entra"], { query }));
  return trouble?.problem ?? (result.pathname === "/dashboard" ? "right" : result.pathname);
}

async function ask(
  jar: Map<string, string>,
  path: string[],
  given: { query?: Record<string, string>; body?: Record<string, string> },
): Promise<URL> {
  let location = "";
  const response = {
    status: () => response,
    setHeader: (name: string, value: string | string[]) => {
      if (name === "Location") location = String(value);
      if (name === "Set-Cookie") for (const cookie of [value].flat()) keep(jar, cookie);
      return response;
    },
    getHeader: () => undefined,
    end: () => response,
    json: (body: { url?: string }) => {
      location = body.url ?? "";
      return response;
    },
    send: (body: { csrfToken?: string }) => {
      if (body?.csrfToken) jar.set("test-token", body.csrfToken);
      return response;
    },
  };
  const request = {
    method: given.body ? "POST" : "GET",
    query: { nextauth: path, ...given.query },
    body: given.body,
    headers: { host: "localhost:3000" },
    cookies: Object.fromEntries(jar),
  };
  await NextAuth(request as never, response as never, authOptions());
  return new URL(location || "http://nowhere.invalid", "http://localhost:3000");
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = "", ...attributes] = cookie.split("; ");
  const [name = "", ...value] = pair.split("=");
  if (attributes.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, decodeURIComponent(value.join("=")));
}
