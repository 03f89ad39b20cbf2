import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { product } from "./setup/product";
import { PLAIN } from "./support/browsers";
import { publishEvent, signUp } from "./support/events";
import { PEOPLE } from "./support/people";
import { makeMeeting, registrationOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

/* What an operator sees of a product that runs: its addresses, its log. */

test.use(PLAIN);

interface Line {
  msg: string;
  requestId?: string;
  [field: string]: unknown;
}

/** Whole lines of the log that hold this text. */
function logged(text: string): Line[] {
  return readFileSync(path.join(product().dataDir, "usher.log"), "utf8")
    .split("\n")
    .filter((line) => line.includes(text) && line.endsWith("}"))
    .map((line) => JSON.parse(line) as Line);
}

async function figure(name: string): Promise<number> {
  const answer = await fetch(`${product().appUrl}/api/metrics`);
  expect(answer.status).toBe(200);
  const line = (await answer.text()).split("\n").find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

test("alive and ready, and says so to machines", async () => {
  for (const [where, text] of [
    ["/api/health", "ok\n"],
    ["/api/ready", "ready\n"],
  ] as const) {
    const answer = await fetch(`${product().appUrl}${where}`);
    expect([answer.status, await answer.text()]).toEqual([200, text]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  }
});

test("a failing call joins the person's request to Microsoft's own id", async ({ desk, page }) => {
  const { subject, joinUrl } = await makeMeeting("ines");
  const { slug } = await publishEvent(await desk("ines"), joinUrl);
  const id = (await registrationOf(subject))?.meetingId ?? "";
  const either = [id, encodeURIComponent(id)]
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|");
  const fault = await tenant().fault({
    service: "graph",
    match: {
      method: "POST",
      path: `(${either})/registration/registrants$`,
      organizer: PEOPLE.ines.oid,
    },
    times: 1,
    fault: { kind: "status", status: 503 },
  });
  const before = await figure('usher_sign_ups_total{outcome="registered"}');
  try {
    const posted = page.waitForResponse(
      (answer) => answer.request().method() === "POST" && answer.url().includes(`/e/${slug}`),
    );
    const email = `operations.${randomUUID()}@example.com`;
    await signUp(page, slug, { firstName: "Ada", lastName: "Lovelace", email });
    const requestId = (await posted).headers()["x-request-id"];
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    const find = () =>
      logged(`"requestId":"${requestId}"`).find(({ msg }) => msg === "a call to Graph failed");
    await expect.poll(find).toMatchObject({
      operation: "createRegistrant",
      status: 503,
      job: "enrolment.reconcile",
      clientRequestId: requestId,
    });
    const graphRequestId = find()?.graphRequestId;
    const entry = (await tenant().ledger()).find((each) => each.requestId === graphRequestId);
    expect(entry).toMatchObject({ clientRequestId: requestId, status: 503, service: "graph" });
    expect(await figure('usher_sign_ups_total{outcome="registered"}')).toBeGreaterThan(before);
    expect(await figure("usher_database_up")).toBe(1);
  } finally {
    await tenant().clearFault(fault);
  }
});
