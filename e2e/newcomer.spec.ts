import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../scripts/ports.mjs";
import { refuseSecrets } from "../test/log-secrets";
import { type StartedCommand, startCommand } from "./setup/start-command";
import { somebody } from "./support/events";
import { formBody, readForm } from "./support/plain-form";
import { expect, test } from "./support/test";

/*
 * `npm start` with nothing set up, on the embedded database, and the operator's commands beside it.
 * The other tests' product is started by the same command, on a PostgreSQL.
 */

const root = path.resolve(import.meta.dirname, "..");
const HTML = { accept: "text/html" };

test("who starts it holds a link of their own, now and after the next start", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "usher-newcomer-"));
  const port = String(await freePort());
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, DATA_DIR: dataDir } as unknown as NodeJS.ProcessEnv;
  const terminalLog = path.join(dataDir, "terminal.log");
  const start = () => startCommand({ ...env, PORT: port }, terminalLog);
  const command = (...args: string[]) => runCommand(args, env);
  let usher: StartedCommand | null = await start();
  try {
    const { printed } = usher;
    const sample = new RegExp(`^http://localhost:${port}/e/[a-z0-9-]+$`, "m").exec(printed)?.[0];
    expect(printed).toContain(`http://localhost:${port}/dashboard`);
    const pass = await test.step("signs up", () => signUp(sample ?? ""));
    const links = () => joinLinks(pass);
    await expect.poll(links).toHaveLength(1);
    const [link] = await links();

    await test.step("a second copy on the same data", async () => {
      const other = { ...env, PORT: String(await freePort()) };
      const { code, stderr } = await runCommand(["scripts/start.mjs"], other);
      expect(stderr).toMatch(/^Another Usher is already running on .*give this one its own/);
      expect(code).toBeGreaterThan(0);
    });
    await test.step("npm run jobs asks the product that has the database", async () => {
      const listed = await command("scripts/jobs.mjs", "list", "--json");
      expect(listed).toMatchObject({ code: 0, stderr: "" });
      expect(JSON.parse(listed.stdout)).toMatchObject({ kind: "list" });
      const nobody = `nobody:${randomUUID()}`;
      expect(await command("scripts/jobs.mjs", "resume", nobody)).toMatchObject({ code: 1 });
      const stranger = await fetch(`http://localhost:${port}/api/internal/operator`, {
        method: "POST",
        headers: { authorization: `Bearer ${randomUUID()}` },
        body: JSON.stringify({ kind: "list" }),
      });
      expect(stranger.status).toBe(404);
    });
    await test.step("npm run doctor has it look at itself", async () => {
      const { stdout } = await command("scripts/doctor.mjs");
      for (const title of ["Database", "Public address", "Entra", "Sign-in", "Mail server"])
        expect(stdout).toMatch(new RegExp(`^ok {4}${title}: `, "m"));
      expect(stdout).toContain("Nothing is red.");
    });

    expect(await usher.stop()).toBe(0);
    usher = null;
    usher = await start();
    expect(await links()).toEqual([link]);
    expect(await usher.stop()).toBe(0);
    usher = null;
    refuseSecrets([path.join(dataDir, "usher.log"), terminalLog]);
    expect(readFileSync(path.join(dataDir, "usher.log"), "utf8")).not.toContain(link);
  } finally {
    await usher?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** Without a script; where the pass is. */
async function signUp(address: string): Promise<string> {
  const form = readForm(await read(address), address, "[name=email]");
  const answer = await fetch(address, {
    method: "POST",
    headers: { ...HTML, origin: new URL(address).origin },
    body: formBody(form, { ...somebody() }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get("location") ?? "", address).href;
}

async function joinLinks(pass: string): Promise<string[]> {
  return (await read(pass)).match(/https:\/\/teams\.[^"]*prid[^"]*/g)?.slice(0, 1) ?? [];
}

async function read(address: string): Promise<string> {
  return (await fetch(address, { headers: HTML })).text();
}

function runCommand(args: string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}
