import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ines, tidewater } from "./people.ts";
import {
  askToken,
  graphAs,
  graphWith,
  organizerScopes,
  registrantType,
  registrationType,
  run,
} from "./test-tools.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

test("keys, grants, meetings, registrants and calendars outlive a restart", async () => {
  const first = await run({ dataDir });
  const { accessToken, refreshToken } = await first.control.grant(
    ines.oid,
    organizerScopes.split(" "),
  );
  const sample = await first.control.sample();
  const path = `/beta/me/onlineMeetings/${sample.id}/registration`;
  const before = await graphAs(first, ines.oid);
  await before("POST", path, { "@odata.type": registrationType, allowedRegistrant: "everyone" });
  await before("POST", `${path}/registrants`, { "@odata.type": registrantType, id: "kept" });
  await first.sandbox.stop();

  const second = await run({ dataDir });
  expect(await second.control.sample()).toMatchObject({ id: sample.id, start: sample.start });
  const graph = graphWith(second.sandbox, accessToken);
  expect((await graph("GET", `${path}/registrants`)).body.value).toMatchObject([{ id: "kept" }]);
  const refreshed = await askToken(second.sandbox, tidewater.id, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
  });
  expect(refreshed.status).toBe(200);
  await second.sandbox.stop();
});

test("reset goes back to the seed and keeps the key", async () => {
  const { sandbox, control } = await run({ dataDir });
  const jwks = () =>
    fetch(`${sandbox.entraUrl}/${tidewater.id}/discovery/v2.0/keys`).then((answer) =>
      answer.text(),
    );
  const key = await jwks();
  const sample = await control.sample();
  await control.deleteMeeting(sample.id);
  await control.reset();
  expect((await control.sample()).id).toBe(sample.id);
  expect(await jwks()).toBe(key);
  await sandbox.stop();
});

test("calendars that lie in the past are given new meetings", async () => {
  const first = await run({ dataDir });
  const before = (await first.control.meetings(ines.oid)).length;
  await first.sandbox.stop();
  const file = join(dataDir, "state.json");
  const state = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...state, seededAt: "2020-01-01T00:00:00Z" }));
  const second = await run({ dataDir });
  expect((await second.control.meetings(ines.oid)).length).toBe(before * 2);
  await second.sandbox.stop();
});
