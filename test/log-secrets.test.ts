import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { findSecrets, refuseSecrets } from "./log-secrets";

const SECRET = "0123456789abcdefghijkl";
// In parts: a stack that quotes this file must not be taken for a find of its own.
const joined = (...parts: string[]) => parts.join("");

test.each([
  ["a link into Teams", joined("https://teams.microsoft", ".com/registration/x,y")],
  ["a link into Teams", joined("https%3A%2F%2Fteams.microsoft", ".com%2Fl%2Fmeetup-join")],
  ["a registrant's id in a link", joined("context=%7b%22pr", "id%22%3a%22x%22%7d")],
  ["a registrant's id in a link", joined('{\\"pr', 'id\\":\\"x\\"}')],
  ["a pass or a personal link", joined("GET /r", `/${SECRET}/give-up`)],
  ["a pass or a personal link", joined("http://localhost:3000/j", `/${SECRET}`)],
  ["a token (JWT)", joined("ey", "JhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.sig")],
  ["a code or refresh token", joined("1.A", `X${SECRET}.AgAB${SECRET}`)],
  ["a bearer header", joined("Bea", `rer ${SECRET}`)],
  ["a secret parameter", joined("grant_type=x&refresh_", "token=abc")],
  ["something sealed", joined("v1", `.abcdefgh.0123456789abcdef.${SECRET}`)],
  ["a setting that is secret", joined("sandbox-", "secret~+value")],
  ["a password in an address", joined("postgres://usher:hunter2", "@db/usher")],
  ["an e-mail address", joined("to ada.b+c", "@mail.example.org now")],
  ["an e-mail address", joined("ada", "%40example.org")],
])("finds %s", (what, text) => {
  expect(findSecrets(`{"msg":"fine"}\n{"msg":"${text}"}`).map((each) => each.what)).toContain(what);
});

test("lets pass what a log is for", () => {
  const line = JSON.stringify({
    level: "warn",
    requestId: "3f0c7c1e-0000-4000-8000-000000000000",
    route: "/r/[token]/give-up",
    msg: "refused by [join link] for [address], Bearer [token]",
    err: { stack: "at f (/app/node_modules/@electric-sql/pglite/dist/index.js:1:2)" },
  });
  expect(findSecrets(line)).toEqual([]);
});

test("names the file and shows the place, and nothing is wrong with a log that isn't there", () => {
  const file = path.join(os.tmpdir(), `usher-log-secrets-${process.pid}.txt`);
  fs.writeFileSync(file, joined(`${"x".repeat(5000)}/r`, `/${SECRET}`));
  expect(() => refuseSecrets([file])).toThrow(/1 times:\n {2}a pass or a personal link in .*txt/);
  fs.rmSync(file);
  expect(() => refuseSecrets([file])).not.toThrow();
});
