import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beginSession } from "@/lib/organizers/begin-session";
import { insertEvent, type TestEvent } from "@/test/fixtures";
import { type SandboxClient, sandboxClient } from "../../sandbox/client.ts";
import { organizerNumber } from "../../sandbox/people.ts";
import type { SandboxUrls } from "../../sandbox/start.ts";

export interface BenchSandbox {
  urls: SandboxUrls;
  control: SandboxClient;
  stop(): Promise<void>;
}

/** The sandbox in a process of its own, so that what it costs is not in this one's event loop. */
export async function spawnSandbox(): Promise<BenchSandbox> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-bench-sandbox-"));
  const main = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--no-warnings", main], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const urls = await new Promise<SandboxUrls>((resolve, reject) => {
    child.once("message", (message) => resolve(message as SandboxUrls));
    child.once("exit", (code) => reject(new Error(`The sandbox ended (${code}).`)));
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    urls,
    control: sandboxClient(urls.controlUrl),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Organizer extends TestEvent {
  oid: string;
}

/** An organizer who is connected and has a published event on a meeting with its registration. */
export async function makeOrganizer(
  { urls, control }: BenchSandbox,
  number: number,
): Promise<Organizer> {
  const { tid, oid, name, email } = organizerNumber(number);
  const grant = await control.grant(oid, ["OnlineMeetings.ReadWrite", "Calendars.ReadBasic"]);
  const { person } = await beginSession({ tid, oid, name, email, locale: null }, grant);
  const post = async (target: string, body: object) => {
    const response = await fetch(`${urls.graphUrl}${target}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${grant.accessToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${target}.`);
    return (await response.json()) as { id: string };
  };
  const start = new Date(Date.now() + 7 * 86_400_000);
  const meeting = await post("/v1.0/me/onlineMeetings", {
    subject: "Bench",
    startDateTime: start.toISOString(),
    endDateTime: new Date(start.getTime() + 3_600_000).toISOString(),
  });
  await post(`/beta/me/onlineMeetings/${encodeURIComponent(meeting.id)}/registration`, {
    "@odata.type": "#microsoft.graph.externalMeetingRegistration",
    allowedRegistrant: "everyone",
  });
  return { ...(await insertEvent({ organizerId: person.id, graphId: meeting.id })), oid };
}
