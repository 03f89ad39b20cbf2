import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { runScript } from "@/test/child-process";
import { describeError } from "./log";
import { scrub } from "./scrub";

test("writes JSON without what is only its holder's", async () => {
  const file = path.join(os.tmpdir(), `usher-log-${process.pid}.log`);
  const child = runScript(
    `import { log } from "@/lib/log";
     const area = log.child({ area: "mail" });
     area.info({ email: "ada@example.org", message: { to: "ada@example.org" },
       registrationId: "1234", deep: { tokens: { refreshToken: "0.AXoA" } } }, "sent");
     const fault = new Error("no answer for ada@example.org at /r/0123456789abcdefghijkl");
     Object.assign(fault, { detail: "Key (email)=(ada@example.org)", code: "23505" });
     area.warn({ err: fault }, "refused");
     area.debug("nobody asked");`,
    { LOG_FILE: file, LOG_LEVEL: "" },
  );
  expect(await child.ended).toBe(0);
  const text = fs.readFileSync(file, "utf8");
  fs.rmSync(file);
  expect(text).not.toMatch(/ada@|example|0\.AXoA|0123456789abc/);
  const [sent, refused, ...rest] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(sent).toMatchObject({ level: "info", area: "mail", registrationId: "1234", msg: "sent" });
  expect(refused).toMatchObject({ level: "warn", err: { type: "Error", code: "23505" } });
  expect(rest).toEqual([]);
});

test("describes causes, and what is no error", () => {
  const fault = new TypeError("outer", { cause: new Error("ada@example.org") });
  expect(describeError(fault)).toMatchObject({
    type: "TypeError",
    cause: { message: "[address]" },
  });
  expect(describeError("ada@example.org")).toEqual({ message: "[address]" });
});

test.each([
  ["Sent to ada@example.org, twice", "Sent to [address], twice"],
  ["<ada.b+c@mail.example.org>", "<[address]>"],
  ["ada%40example.org", "[address]"],
  ["GET /r/0123456789abcdefghijkl failed", "GET /r/[secret] failed"],
  ["/j/0123456789abcdefghijkl?x=1", "/j/[secret]?x=1"],
  [
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?prid=1 is gone",
    "[join link] is gone",
  ],
  ["https://teams.live.com/meet/123?p=abc", "[join link]"],
  ["Authorization: Bearer abc.def", "Authorization: Bearer [token]"],
  ["got eyJhbGciOi.eyJzdWIi.sig here", "got [token] here"],
  ["grant_type=x&refresh_token=0.AXo&y=1", "grant_type=x&refresh_token=[secret]&y=1"],
  ["postgres://usher:hunter2@db/usher", "postgres://[credentials]@db/usher"],
  ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED 127.0.0.1:5432"],
  ["/api/events/42 took 17 ms", "/api/events/42 took 17 ms"],
])("scrubs %j", (text, expected) => {
  expect(scrub(text)).toBe(expected);
});
