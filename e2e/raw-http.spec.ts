import { Agent, request } from "node:http";
import { product } from "./setup/product";
import { formBody, openForm, type PlainForm } from "./support/plain-form";
import { expect, test } from "./support/test";

/*
 * What no browser sends: whatever comes in over the wire is answered with a page of ours that says
 * why, and never with a bare 500. Only once: nothing here depends on the size of a screen.
 */

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

function ask({ method = "GET", path = "/", headers = {}, body }: Asked): Promise<Answered> {
  const { hostname, port, origin } = new URL(product().appUrl);
  // As browsers do: where a connection is kept, an answer may come before the body has ended.
  const agent = new Agent({ keepAlive: true });
  const asked = new Promise<Answered>((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        agent,
        headers: { accept: "text/html", origin, ...headers },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        );
        answer.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
  return asked.finally(() => agent.destroy());
}

/** A page of ours: a heading in plain words, no stack, no word of Next's. */
function expectOurs({ headers, text }: Answered, says: RegExp = /./): void {
  expect(headers["content-type"]).toMatch(/^text\/html/);
  expect(text).toMatch(/<h1[ >]/);
  expect(text).toMatch(says);
  expect(text).not.toMatch(/Internal Server Error|at \w+ \(|node_modules/);
}

const eventPath = () => new URL(product().sampleUrl).pathname;

const BOUNDARY = "----usher-form-of-a-browser-0123";
const FORM = `multipart/form-data; boundary=${BOUNDARY}`;

function multipart(form: PlainForm): string {
  const parts = [...formBody(form)].map(
    ([name, value]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join("")}--${BOUNDARY}--\r\n`;
}

test.describe("raw requests", () => {
  test("a form that is cut off, mislabelled or no form at all", async ({ request: from }) => {
    const form = await openForm(from, eventPath());
    const body = multipart(form);
    const post = (type: string, sent: string | Buffer) =>
      ask({ method: "POST", path: eventPath(), headers: { "content-type": type }, body: sent });
    const cases: [string, Answered][] = [
      ["cut off", await post(FORM, body.slice(0, -40))],
      ["cut off in a head", await post(FORM, body.slice(0, 30))],
      [
        "another boundary",
        await post("multipart/form-data; boundary=----another-boundary-of-27-characters", body),
      ],
      ["no boundary", await post("multipart/form-data", body)],
      ["empty", await post(FORM, "")],
      ["json", await post("application/json", "{}")],
      ["text", await post("text/plain", "firstName=Ada")],
      ["bytes", await post("application/octet-stream", Buffer.from([0, 255, 0, 255]))],
      ["no type", await ask({ method: "POST", path: eventPath(), body: "x" })],
    ];
    for (const [name, answer] of cases) {
      expect(answer.status, name).toBeGreaterThanOrEqual(400);
      expect(answer.status, name).toBeLessThan(500);
      expectOurs(answer);
    }
  });

  test("a form with actions that don't exist, or with damaged ones", async ({ request: from }) => {
    const form = await openForm(from, eventPath());
    const id = Object.keys(form.fields).find((name) => name.startsWith("$ACTION_ID_")) ?? "";
    expect(id).not.toBe("");
    const { [id]: value = [""], ...others } = form.fields;
    for (const name of [
      `$ACTION_ID_${"0".repeat(42)}`,
      "$ACTION_ID_",
      "$ACTION_REF_1",
      "$ACTION_KEY",
      "$ACTION_1:0",
      "__proto__",
    ]) {
      const answer = await ask({
        method: "POST",
        path: eventPath(),
        headers: { "content-type": FORM },
        body: multipart({ ...form, fields: { ...others, [name]: value } }),
      });
      expect(answer.status, name).toBeGreaterThanOrEqual(400);
      expect(answer.status, name).toBeLessThan(500);
      expectOurs(answer);
    }
    const call = await ask({
      method: "POST",
      path: eventPath(),
      headers: { "next-action": "0".repeat(42), "content-type": "text/plain" },
      body: "[]",
    });
    expect(call.status).toBeGreaterThanOrEqual(400);
    expect(call.status).toBeLessThan(500);
  });

  test("a body over the limit, announced or not", async () => {
    const headers = { "content-type": FORM };
    const body = Buffer.alloc(3 * 1024 * 1024 + 1, "a");
    const announced = await ask({ method: "POST", path: eventPath(), headers, body });
    expect(announced.status).toBe(413);
    expectOurs(announced, /larger than a form here can take/);
    const chunked = { ...headers, "transfer-encoding": "chunked" };
    const streamed = await ask({ method: "POST", path: eventPath(), headers: chunked, body });
    expect(streamed.status).toBe(413);
    expectOurs(streamed, /larger than a form here can take/);
  });

  test("a form from another site", async ({ request: from }) => {
    const form = await openForm(from, eventPath());
    const headers = { "content-type": FORM };
    for (const origin of ["https://evil.example", "null", "", "http://localhost", "x"]) {
      const answer = await ask({
        method: "POST",
        path: eventPath(),
        headers: { ...headers, origin },
        body: multipart(form),
      });
      expect(answer.status, origin).toBe(403);
      expectOurs(answer, /from another site/);
    }
  });

  test("methods that are not for pages", async () => {
    for (const path of ["/", eventPath(), "/r/abc", "/dashboard", "/api/health", "/nothing"]) {
      for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "POST"]) {
        const answer = await ask({ method, path });
        expect(answer.status, `${method} ${path}`).toBeLessThan(500);
        expect(answer.text, `${method} ${path}`).not.toMatch(/Internal Server Error/);
        if (method !== "OPTIONS")
          expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      }
    }
  });

  test("addresses that can't be read", async () => {
    const paths = [
      "/e/%00",
      "/e/a%00b",
      "/%00",
      "/r/%00",
      "/api/places/%00",
      "/e/%E0%A4%A",
      "/e/%",
      "/e/%zz",
      "/%c0%ae%c0%ae/",
      "/e/%ed%a0%80",
      "/_next/%00",
      "/_next/static/%E0%A4%A",
      "http://evil.example/",
      "*",
    ];
    for (const path of paths) {
      const answer = await ask({ path });
      expect(answer.status, path).toBe(400);
      if (!path.startsWith("/_next/") && !path.startsWith("/api/")) expectOurs(answer);
    }
    const odd = [
      "/e/%2500",
      "/e/%252e%252e",
      "/e/..%2f..%2fetc%2fpasswd",
      "/e/..%5c..%5cwindows",
      "//evil.example/",
      "/\\evil.example",
      "/en//evil.example",
      "/e//",
      "/e/a/b/c/d",
      `/e/${"a".repeat(5_000)}`,
      "/api/auth/%2e%2e",
      "/api/auth/session/a/b",
      "/_next/image?url=http%3A%2F%2Fevil.example%2F&w=64&q=75",
      "/_next/data/x/index.json",
    ];
    for (const path of odd) {
      const answer = await ask({ path });
      expect(answer.status, path).toBeLessThan(500);
      expect(String(answer.headers.location ?? "/"), path).toMatch(
        /^(\/(?![/\\])|http:\/\/localhost)/,
      );
    }
  });

  test("cookies and headers that are damaged or huge", async () => {
    const cookies = [
      "usher-lang=\u0001; usher-browser=%00",
      "usher-lang=fr%00; usher-draft=v1.x.y.z",
      `usher-browser=${"x".repeat(3_000)}`,
      `usher-draft=${"v1.".repeat(1_000)}`,
      "usher-attendee=%E0%A4%A; usher-zone=%00",
      "next-auth.session-token=abc; next-auth.callback-url=//evil.example",
      "=; ;;; =a; a; __proto__=1",
    ];
    for (const cookie of cookies) {
      for (const path of [eventPath(), `${eventPath()}/register`, "/dashboard", "/sign-in"]) {
        const answer = await ask({ path, headers: { cookie: cookie.replace("\u0001", "\t") } });
        expect(answer.status, `${path} with ${cookie.slice(0, 40)}`).toBeLessThan(500);
      }
    }
    const odd = await ask({
      path: eventPath(),
      headers: {
        "accept-language": `${"x,".repeat(2_000)}fr;q=nan`,
        "accept-encoding": "gzip;q=banana",
        "x-lang": "../../etc",
        "x-forwarded-host": "evil.example",
        "next-router-state-tree": "%5B",
        "if-none-match": '"x"',
      },
    });
    expect(odd.status).toBe(200);
    expect(odd.text).not.toContain("evil.example");
    const huge: Record<string, string>[] = [
      { cookie: `usher-lang=${"x".repeat(40_000)}` },
      { "x-huge": "x".repeat(70_000) },
    ];
    for (const headers of huge) {
      const answer = await ask({ path: eventPath(), headers });
      expect(answer.status).toBe(431);
      expectOurs(answer);
    }
  });
});
