import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { requestScope } from "@/lib/request-scope";
import { createHttpServer, type HttpServer } from "./http-server";
import { BODY_LIMIT } from "./limit-body";
import { pageShelf } from "./page-shelf";
import {
  type AnsweredRequest,
  type RequestHandler,
  type WrapOptions,
  wrapRequests,
} from "./wrap-requests";

const KNOWN = 'self.__next_f.push([1,"x"])';
const running: HttpServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.drain()));
});

/** A wrapped handler on a real server, with what it reported. */
async function serve(next: RequestHandler, options: Partial<WrapOptions> = {}) {
  const answered: AnsweredRequest[] = [];
  const stopped: string[] = [];
  const faults: unknown[] = [];
  let wrapped: RequestHandler | undefined;
  const http = createHttpServer((req, res) => wrapped?.(req, res));
  http.server.listen(0);
  await once(http.server, "listening");
  running.push(http);
  const { port } = http.server.address() as AddressInfo;
  wrapped = wrapRequests(next, {
    publicUrl: `http://localhost:${port}`,
    formTargets: ["https://login.example"],
    trustedProxies: [],
    strict: true,
    troubleSince: () => false,
    onAnswer: (each) => answered.push(each),
    onFault: (fault) => faults.push(fault),
    onStoppedScript: (count, route) => stopped.push(`${count} ${route}`),
    ...options,
  });
  return { port, http, answered, stopped, faults };
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  chunked?: boolean;
}

/** A browser's page view, raw: fetch would set and hide headers of its own. */
async function ask(port: number, path: string, asked: Asked = {}) {
  const { method = "GET", body, chunked } = asked;
  const length: Record<string, string | number> =
    body === undefined || chunked ? {} : { "content-length": Buffer.byteLength(body) };
  const req = httpRequest({
    port,
    host: "127.0.0.1",
    path,
    method,
    agent: false,
    headers: { host: `localhost:${port}`, accept: "text/html", ...length, ...asked.headers },
  });
  const failed = once(req, "error").then(([error]) => Promise.reject(error as Error));
  failed.catch(() => {});
  if (chunked)
    for (let at = 0; at < (body?.length ?? 0); at += 65_536)
      req.write(body?.slice(at, at + 65_536));
  req.end(chunked ? undefined : body);
  const [res] = (await Promise.race([once(req, "response"), failed])) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const text = (res.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString();
  return { status: res.statusCode ?? 0, headers: res.headers as IncomingHttpHeaders, text };
}

const page =
  (html: string, headers: Record<string, string> = {}): RequestHandler =>
  (_req, res) => {
    res.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers });
    res.write(html.slice(0, 5));
    res.end(html.slice(5));
  };

describe("a page", () => {
  it("comes whole, with its policy, compressed and private", async () => {
    const { port, stopped } = await serve(
      page(`<html><script>${KNOWN}</script><script>evil()</script></html>`, {
        etag: '"1"',
        "cache-control": "s-maxage=3600",
        vary: "rsc",
      }),
    );
    for (const _ of [1, 2]) {
      const { headers, text } = await ask(port, "/e/x", {
        headers: { "accept-encoding": "gzip, br" },
      });
      expect(text).toContain("evil()");
      expect(headers["content-encoding"]).toBe("gzip");
      expect(headers["content-security-policy"]).toMatch(/script-src 'self' 'sha256-[^ ]+';/);
      expect(headers["cache-control"]).toBe("private, no-cache");
      expect(headers.vary).toBe("rsc, Accept-Encoding, Accept-Language, Cookie");
    }
    // Worked out once: the second answer came from what was kept.
    expect(stopped).toEqual(["1 /e/[slug]"]);
  });

  it("is asked for without the headers that would poison or misdirect it", async () => {
    const { port } = await serve((req, res) => {
      res.setHeader("content-type", "application/json");
      res.end(JSON.stringify(req.headers));
    });
    const { text } = await ask(port, "/e/x", {
      headers: {
        "content-security-policy": "script-src 'nonce-abc'",
        "content-security-policy-report-only": "script-src 'nonce-abc'",
        "x-lang": "en",
        "accept-language": "fr",
        "x-forwarded-host": "evil.example",
        "x-forwarded-for": "203.0.113.7",
        "x-caller-address": "203.0.113.7",
        "x-request-id": "chosen-by-me",
      },
    });
    const seen = JSON.parse(text);
    expect(seen).not.toHaveProperty("content-security-policy");
    expect(seen).not.toHaveProperty("content-security-policy-report-only");
    expect(seen).not.toHaveProperty("x-forwarded-host");
    expect(seen["x-lang"]).toBe("fr");
    expect(seen["x-request-id"]).not.toBe("chosen-by-me");
    expect(seen["x-caller-address"]).toBe("127.0.0.1");
  });

  it("has one id: a trusted proxy's when that is sane, else ours, whatever Next answers", async () => {
    const scopes: (string | undefined)[] = [];
    const { port, answered } = await serve(
      (_req, res) => {
        scopes.push(requestScope().requestId);
        // What Next does with the headers of the page that it fetches from itself.
        res.setHeader("x-request-id", "of-an-inner-request");
        res.end();
      },
      { trustedProxies: ["127.0.0.1"] },
    );
    const told: unknown[] = [];
    for (const given of ["proxy.named-it_1", "a b", "x".repeat(65), "short"])
      told.push(
        (await ask(port, "/e/x", { headers: { "x-request-id": given } })).headers["x-request-id"],
      );
    expect(told[0]).toBe("proxy.named-it_1");
    for (const made of told.slice(1)) expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(scopes).toEqual(told);
    await vi.waitFor(() => expect(answered.map((each) => each.requestId)).toEqual(told));
  });

  it("says its own status", async () => {
    const { port } = await serve(
      page('<html><main class="a" data-http-status="404">gone</main></html>', { etag: '"1"' }),
    );
    const { status, headers, text } = await ask(port, "/e/x");
    expect(status).toBe(404);
    expect(headers.etag).toBeUndefined();
    expect(text).toContain("gone");
  });

  it("may do nothing but be looked at when it is a mail's HTML", async () => {
    const page = (status: number) =>
      serve((_, res) => {
        res.statusCode = status;
        res.setHeader("content-type", "text/html");
        res.end("<script>evil()</script><p style='color:red'>Hello</p>");
      });
    const policyOf = async (status: number, path: string) => {
      const { port } = await page(status);
      return String((await ask(port, path)).headers["content-security-policy"]);
    };
    const preview = "/dashboard/events/5f1c7e0a/messages/preview?kind=offer";
    const policy = await policyOf(200, preview);
    expect(policy).toContain("default-src 'none';");
    expect(policy).toMatch(/; sandbox$/);
    expect(policy).not.toContain("script-src");
    expect(await policyOf(404, preview)).not.toContain("unsafe-inline");
    expect(await policyOf(200, "/dashboard/events/5f1c7e0a/messages")).not.toContain(
      "unsafe-inline",
    );
  });

  it("lets a personal link's form lead to other sites, and no other page's", async () => {
    const { port } = await serve(page("<main></main>"));
    const targets = async (path: string) =>
      /form-action [^;]*/.exec(
        String((await ask(port, path)).headers["content-security-policy"]),
      )?.[0];
    expect(await targets("/j/abc")).toBe("form-action 'self' https://login.example https:");
    for (const path of ["/j", "/j/abc/d", "/r/abc", "/e/tide"])
      expect(await targets(path), path).toBe("form-action 'self' https://login.example");
  });

  it("may be framed by those whom an embedded form names, and no other page by anybody", async () => {
    const marked = `<main data-frame-ancestors="https://a.example http://localhost:8080 ; script-src * 'none' *">`;
    const { port } = await serve(page(marked));
    const ancestors = async (path: string) =>
      /frame-ancestors .*/.exec(
        String((await ask(port, path)).headers["content-security-policy"]),
      )?.[0];
    expect(await ancestors("/e/tide/embed")).toBe(
      "frame-ancestors 'self' https://a.example http://localhost:8080",
    );
    for (const path of ["/e/tide", "/e/tide/register", "/e/embed", "/r/abc", "/dashboard"])
      expect(await ancestors(path), path).toBe("frame-ancestors 'self'");
  });

  it("gives an event page's browser its secret once", async () => {
    const { port } = await serve(page("<html></html>"));
    const first = await ask(port, "/e/x");
    const [cookie = ""] = first.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(
      /^usher-browser=[\w-]{22}; Path=\/e; Max-Age=15552000; HttpOnly; SameSite=Lax$/,
    );
    const again = await ask(port, "/e/x", { headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect(again.headers["set-cookie"]).toBeUndefined();
    expect((await ask(port, "/r/x")).headers["set-cookie"]).toBeUndefined();
  });

  it("keeps a secret address from travelling on", async () => {
    const { port } = await serve(page("<html></html>"));
    const { headers } = await ask(port, "/r/secret");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["x-robots-tag"]).toContain("noindex");
  });

  it("streams what is not a page as it comes", async () => {
    const { port } = await serve(async (_req, res) => {
      res.writeHead(200, { "content-type": "text/event-stream" });
      res.write("one");
      await new Promise((resolve) => setTimeout(resolve, 20));
      res.end("two");
    });
    const { headers, text } = await ask(port, "/api/live");
    expect(text).toBe("onetwo");
    expect(headers["content-length"]).toBeUndefined();
  });
});

describe("an event page out of Next's cache", () => {
  /** Next, with how often it was asked, and what it says next. */
  async function serveCached() {
    const state = { asked: 0, title: "Tide", cache: "HIT", now: 0 };
    const shelf = pageShelf(() => state.now);
    const { port } = await serve(
      (req, res) => {
        state.asked += 1;
        const html = `<html lang="${req.headers["x-lang"]}"><script>${KNOWN}</script>${state.title}</html>`;
        const etag = `"${state.title}"`;
        res.setHeader("x-nextjs-cache", state.cache);
        res.setHeader("cache-control", "s-maxage=60");
        res.setHeader("etag", etag);
        if (req.headers["if-none-match"] === etag) return void res.writeHead(304).end();
        res.setHeader("content-type", "text/html; charset=utf-8");
        res.end(html);
      },
      { shelf },
    );
    const look = async (headers: Record<string, string> = {}, path = "/e/tide") => {
      const before = state.asked;
      const answer = await ask(port, path, { headers });
      return { ...answer, byNext: state.asked > before };
    };
    return { state, shelf, look, port };
  }

  it("is answered without Next for a second, whole, for each as they ask", async () => {
    const { state, look } = await serveCached();
    const first = await look({ "accept-encoding": "gzip" });
    const second = await look({ "accept-encoding": "gzip" }, "/e/tide?utm_source=mail");
    expect([first.byNext, second.byNext]).toEqual([true, false]);
    const own = ["x-request-id", "set-cookie", "date"];
    const said = ({ headers }: typeof first) =>
      Object.entries(headers).filter(([name]) => !own.includes(name));
    expect(said(second)).toEqual(said(first));
    expect(second.text).toBe(first.text);
    expect(second.headers["content-security-policy"]).toContain("'sha256-");
    for (const name of own.slice(0, 2)) {
      expect(second.headers[name]).toBeDefined();
      expect(second.headers[name]).not.toEqual(first.headers[name]);
    }
    const plain = await look({ cookie: `usher-browser=${"a".repeat(22)}` });
    expect([plain.byNext, plain.text]).toEqual([false, first.text]);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers["set-cookie"]).toBeUndefined();

    const french = await look({ "accept-language": "fr" });
    expect([french.byNext, french.text]).toEqual([true, first.text.replace('"en"', '"fr"')]);
    state.now = 999;
    expect((await look()).byNext).toBe(false);
    state.now = 1_000;
    expect((await look()).byNext).toBe(true);
  });

  it("is told to be the same to whoever has it, and left to Next where it is to compare", async () => {
    const { look } = await serveCached();
    await look();
    const same = await look({ "if-none-match": '"Tide"' });
    expect([same.byNext, same.status, same.text]).toEqual([false, 304, ""]);
    expect(same.headers).toMatchObject({ etag: '"Tide"', "cache-control": "private, no-cache" });
    const listed = await look({ "if-none-match": '"Ebb", "Tide"' });
    expect([listed.byNext, listed.status]).toEqual([true, 200]);
    const reloaded = await look({ "if-none-match": '"Tide"', "cache-control": "max-age=0" });
    expect([reloaded.byNext, reloaded.status]).toEqual([true, 304]);
    expect(reloaded.headers["cache-control"]).toBe("private, no-cache");
  });

  it("is Next's where it is not the page for everybody that is asked for", async () => {
    const { state, look, port } = await serveCached();
    await look();
    const others: Asked[] = [
      { method: "HEAD" },
      { headers: { rsc: "1" } },
      { headers: { accept: "application/json" } },
      { body: "x" },
    ];
    for (const asked of others) {
      const before = state.asked;
      await ask(port, "/e/tide", asked);
      expect(state.asked, JSON.stringify(asked)).toBe(before + 1);
    }
    for (const path of ["/e/tide/embed", "/e/%74ide", "/r/tide", "/"])
      for (const _ of [1, 2]) expect((await look({}, path)).byNext, path).toBe(true);
    for (const cache of ["STALE", "MISS", ""]) {
      Object.assign(state, { cache, now: state.now + 1_000 });
      for (const _ of [1, 2]) expect((await look()).byNext, cache).toBe(true);
    }
  });

  it("is gone before a change of it, and nothing from before that is kept after it", async () => {
    const { state, shelf, look } = await serveCached();
    await look();
    await look({}, "/e/ebb");
    await shelf.renew(["tide"], async () => {
      // As Next goes on to answer until it has heard.
      for (const _ of [1, 2]) expect(await look()).toMatchObject({ byNext: true });
      expect((await look({}, "/e/ebb")).byNext).toBe(false);
      state.title = "Flood";
    });
    expect((await look()).text).toContain("Flood");
    expect((await look()).byNext).toBe(false);

    // Asked before, answered after.
    state.now = 1_000;
    const failed = shelf.renew(["tide"], async () => {
      await look();
      throw new Error("down");
    });
    await expect(failed).rejects.toThrow("down");
    expect([(await look()).byNext, (await look()).byNext]).toEqual([true, false]);
  });

  it("is not kept when the page changed while Next was answering", async () => {
    const shelf = pageShelf();
    let asked = 0;
    const { port } = await serve(
      async (_req, res) => {
        asked += 1;
        if (asked === 1) await shelf.renew(["tide"], async () => {});
        res.setHeader("x-nextjs-cache", "HIT");
        page("<html>old</html>", { etag: '"1"' })(_req, res);
      },
      { shelf },
    );
    for (const _ of [1, 2, 3]) await ask(port, "/e/tide");
    expect(asked).toBe(2);
  });
});

describe("addresses", () => {
  it("leads inner ones and this machine's other names to the public one", async () => {
    const { port } = await serve(page("<html></html>"));
    expect((await ask(port, "/fr/e/x?a=1")).headers.location).toBe("/e/x?a=1");
    const other = await ask(port, "/e/x", { headers: { host: `127.0.0.1:${port}` } });
    expect(other.headers.location).toBe(`http://localhost:${port}/e/x`);
    const rsc = await ask(port, "/e/x", { headers: { host: `127.0.0.1:${port}`, rsc: "1" } });
    expect(rsc.status).toBe(200);
  });

  it("refuses one that can't be read", async () => {
    const { port } = await serve(page("<html></html>"));
    expect((await ask(port, "/e/%E0%A4%A")).status).toBe(400);
  });

  it("reports patterns and never paths", async () => {
    const { port, answered } = await serve(page("<html></html>"));
    await ask(port, "/r/ZjwwDEbeBz4neBItHQkyZg");
    await expect.poll(() => answered.length).toBe(1);
    expect(answered[0]).toMatchObject({ route: "/r/[token]", method: "GET", status: 200 });
    expect(JSON.stringify(answered)).not.toContain("ZjwwDEbeBz4neBItHQkyZg");
  });
});

describe("what is posted", () => {
  const boundary = "----a-browser-makes-one-like-this";
  const form = { "content-type": `multipart/form-data; boundary=${boundary}` };
  const readAll: RequestHandler = async (req, res) => {
    let bytes = 0;
    for await (const chunk of req) bytes += (chunk as Buffer).length;
    res.setHeader("content-type", "text/html");
    res.end(`<html>${bytes}</html>`);
  };

  it.each(["http://evil.example", "null", "http://localhost:1"])(
    "is refused from %s",
    async (origin) => {
      const { port } = await serve(readAll);
      const { status, text } = await ask(port, "/e/x", {
        method: "POST",
        body: "a=b",
        headers: { origin, "accept-language": "fr" },
      });
      expect(status).toBe(403);
      expect(text).toContain("autre site");
    },
  );

  it("is refused when the browser says cross-site without an origin", async () => {
    const { port } = await serve(readAll);
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await ask(port, "/e/x", { method: "POST", body: "a", headers })).status).toBe(403);
  });

  it("is taken from our own page, and Next is told the host it compares with", async () => {
    const { port } = await serve((req, res) => {
      res.setHeader("content-type", "text/html");
      res.end(`<html>${req.headers["x-forwarded-host"]}</html>`);
    });
    const { status, text } = await ask(port, "/e/x", {
      method: "POST",
      body: `--${boundary}--`,
      // As behind a proxy that renames the host.
      headers: { ...form, origin: `http://localhost:${port}`, host: "inner:8080" },
    });
    expect(status).toBe(200);
    expect(text).toContain(`localhost:${port}`);
  });

  it("is refused when it announces more than a form can weigh, and the connection is read to the end", async () => {
    const { port } = await serve(readAll);
    const body = Buffer.alloc(9_000_000, "a");
    const { status, text } = await ask(port, "/e/x", { method: "POST", body });
    expect(status).toBe(413);
    expect(text).toContain("too much text");
    const headers = { "next-action": "x", accept: "text/x-component" };
    const called = await ask(port, "/e/x", { method: "POST", body, headers });
    expect([called.status, called.text]).toEqual([413, "too-large"]);
  });

  it("may be as large as a picture where one is sent to", async () => {
    let bytes = 0;
    const { port } = await serve(async (req, res) => {
      for await (const chunk of req) bytes += chunk.length;
      res.end("ok");
    });
    const type = {
      "content-type": "multipart/form-data; boundary=----usher-test-boundary-0123456789",
    };
    const body = Buffer.concat([
      Buffer.alloc(BODY_LIMIT, "x"),
      Buffer.from("\r\n------usher-test-boundary-0123456789--\r\n"),
    ]);
    const send = (path: string) =>
      ask(port, path, {
        method: "POST",
        body,
        headers: { ...type, origin: `http://localhost:${port}` },
      });
    expect((await send("/dashboard/events/x/cover")).status).toBe(200);
    expect(bytes).toBe(body.length);
    for (const path of ["/dashboard/events/x/edit", "/e/x/cover", "/dashboard/events/x/y/cover"])
      expect((await send(path)).status, path).toBe(413);
  });

  it("is refused when it turns out to be more than a form can weigh", async () => {
    const { port, faults } = await serve(readAll);
    const body = Buffer.alloc(9_000_000, "a");
    const asked = { method: "POST", headers: form, body, chunked: true };
    const { status } = await ask(port, "/e/x", asked);
    expect(status).toBe(413);
    expect(faults).toEqual([]);
  });

  it("is counted and passed on when it came in pieces and is small", async () => {
    const { port } = await serve(readAll);
    const body = `${"a".repeat(300_000)}\r\n--${boundary}--\r\n`;
    const { text } = await ask(port, "/e/x", {
      method: "POST",
      headers: form,
      body,
      chunked: true,
    });
    expect(text).toContain(String(body.length));
  });

  it.each([
    ["cut off", form, `--${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\nb`],
    ["empty", form, ""],
    ["of another type", { "content-type": "application/json" }, "{}"],
    ["without a boundary", { "content-type": "multipart/form-data" }, `--${boundary}--`],
    ["without a type", {}, "a=b"],
  ])("is refused as a form when it is %s, and Next hears no end", async (_, headers, body) => {
    let ended = false;
    const { port, faults } = await serve(async (req, res) => {
      await readAll(req, res);
      ended = true;
    });
    const { status, text } = await ask(port, "/e/x", { method: "POST", headers, body });
    expect(status).toBe(400);
    expect(text).toContain("can’t be read");
    expect(ended).toBe(false);
    expect(faults).toEqual([]);
  });

  it("is refused by any method that is not a form's", async () => {
    const { port } = await serve(readAll);
    for (const method of ["PUT", "DELETE", "PATCH", "TRACE"]) {
      const { status, headers } = await ask(port, "/e/x", { method });
      expect(status).toBe(405);
      expect(headers.allow).toBe("GET, HEAD, POST");
    }
  });

  it("gets a page when Node can't even read the head", async () => {
    const { port } = await serve(readAll);
    const huge = await ask(port, "/e/x", { headers: { cookie: "x".repeat(40_000) } });
    expect(huge.status).toBe(431);
    expect(huge.text).toContain("too much along");
    expect(huge.headers["content-security-policy"]).toContain("default-src 'self'");
  });

  it("gets a line of JSON where nobody looks", async () => {
    const { port } = await serve(readAll);
    const headers = { accept: "application/json", origin: "null" };
    const { status, text } = await ask(port, "/api/x", { method: "POST", body: "a", headers });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ error: "foreign" });
  });
});

describe("failures", () => {
  const answer =
    (status: number, type: string, body: string): RequestHandler =>
    (_req, res) => {
      res.writeHead(status, { "content-type": type });
      res.end(body);
    };

  it.each([
    [409, "text/plain", "Server Action unavailable.", "older version"],
    [500, "text/plain", "Internal Server Error", "our fault"],
    [
      500,
      "text/html",
      '<!DOCTYPE html><html id="__next_error__"><body></body></html>',
      "our fault",
    ],
    [
      404,
      "text/html",
      '<!DOCTYPE html><html id="__next_error__"><body></body></html>',
      "nothing here",
    ],
  ])("shows a page of ours for Next's bare %i %s", async (status, type, body, said) => {
    const { port } = await serve(answer(status, type, body));
    const shown = await ask(port, "/e/x");
    expect(shown.status).toBe(status);
    expect(shown.text).toContain(said);
    expect(shown.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(shown.headers["content-security-policy"]).toContain("style-src 'self'");
    expect(shown.text).not.toMatch(/ style=|<style|<script/);
  });

  it("leaves a page that the app rendered, and answers to scripts", async () => {
    const own = await serve(answer(404, "text/html", "<html><main>ours</main></html>"));
    expect((await ask(own.port, "/e/x")).text).toContain("ours");
    const bare = await serve(answer(409, "text/plain", "Server Action unavailable."));
    const action = await ask(bare.port, "/e/x", { headers: { "next-action": "1" } });
    expect(action.text).toBe("Server Action unavailable.");
  });

  it("answers a throw with a page that names the request, and reports it", async () => {
    const { port, faults } = await serve(() => {
      throw new Error("boom");
    });
    const { status, headers, text } = await ask(port, "/e/x");
    expect(status).toBe(500);
    expect(text).toContain(String(headers["x-request-id"]));
    expect(faults).toHaveLength(1);
  });

  describe("while the database has trouble", () => {
    const fault = answer(500, "text/plain", "Internal Server Error");
    const troubled = { troubleSince: (moment: number) => moment <= performance.now() };

    it("are said as what they are, and when to come again", async () => {
      const { port } = await serve(fault, troubled);
      const shown = await ask(port, "/r/x", { headers: { "accept-language": "fr" } });
      expect(shown.status).toBe(503);
      expect(shown.headers["retry-after"]).toBe("10");
      expect(shown.headers["cache-control"]).toBe("no-store");
      expect(shown.text).toContain("<h1>Nos registres sont momentanément inaccessibles</h1>");
      expect(shown.text).toContain('<a href="/r/x">Ouvrir de nouveau la page</a>');
    });

    it("are a line of JSON for machines", async () => {
      const { port } = await serve(fault, troubled);
      const { status, headers, text } = await ask(port, "/api/events");
      expect([status, headers["retry-after"], headers["content-type"]]).toEqual([
        503,
        "10",
        "application/json",
      ]);
      expect(JSON.parse(text)).toEqual({
        error: "unavailable",
        requestId: headers["x-request-id"],
      });
    });

    it("leave what the page's own script reads, and an answer that means it", async () => {
      const { port } = await serve(fault, troubled);
      const action = await ask(port, "/e/x", { headers: { "next-action": "1" } });
      expect([action.status, action.headers["retry-after"], action.text]).toEqual([
        503,
        "10",
        "Internal Server Error",
      ]);
      const ready = await serve(answer(503, "text/plain", "not ready"), troubled);
      expect((await ask(ready.port, "/api/ready")).text).toBe("not ready");
      const missing = await serve(answer(404, "text/plain", "nothing"), troubled);
      expect((await ask(missing.port, "/api/x")).status).toBe(404);
    });

    it("give back what was typed, to be sent again", async () => {
      const { port } = await serve(async (req, res) => {
        for await (const _ of req);
        res.writeHead(500, { "content-type": "text/plain" }).end("Internal Server Error");
      }, troubled);
      const boundary = "----usher-form-of-a-browser-0123";
      const part = (head: string, value: string) =>
        `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
      const body = [
        part('name="$ACTION_ID_40ab"', ""),
        part('name="say %22hi%22"', 'Zoë <b>"&amp;"</b>\r\nzwei'),
        part('name="upload"; filename="a.txt"', "secret"),
        part('name="twice"', "1"),
        part('name="twice"', "2"),
        `--${boundary}--\r\n`,
      ].join("");
      const sent = await ask(port, "/e/x?a=1&b=2", {
        method: "POST",
        body,
        headers: {
          origin: `http://localhost:${port}`,
          "content-type": `multipart/form-data; boundary=${boundary}`,
        },
      });
      expect(sent.status).toBe(503);
      expect(sent.text).toContain(
        '<form action="/e/x?a=1&amp;b=2" method="post" enctype="multipart/form-data">',
      );
      expect(sent.text.match(/<input .*>/gs)?.[0].split("\n<p>")[0]).toBe(
        [
          '<input type="hidden" name="$ACTION_ID_40ab" value="">',
          '<input type="hidden" name="say &quot;hi&quot;" value="Zoë &lt;b&gt;&quot;&amp;amp;&quot;&lt;/b&gt;\r\nzwei">',
          '<input type="hidden" name="twice" value="1">',
          '<input type="hidden" name="twice" value="2">',
        ].join("\n"),
      );
      expect(sent.text).toContain('<button type="submit">Send it again</button>');
    });
  });

  it("shows Next's own pages while developing", async () => {
    const { port } = await serve(answer(500, "text/html", '<html id="__next_error__">dev</html>'), {
      strict: false,
    });
    const { headers, text } = await ask(port, "/e/x");
    expect(text).toContain("dev");
    expect(headers["content-security-policy"]).toBeUndefined();
  });
});

describe("draining", () => {
  it("lets an answer under way end, and takes no new connection", async () => {
    const { port, http } = await serve(async (_req, res) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      res.setHeader("content-type", "text/html");
      res.end("<html>done</html>");
    });
    const answer = ask(port, "/e/x");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const drained = http.drain();
    await expect(ask(port, "/e/x")).rejects.toThrow();
    expect((await answer).text).toContain("done");
    await drained;
    running.length = 0;
  });
});
