/** `node sandbox/main.ts`: the sandbox as a process of its own, set up by its environment. */
import { join } from "node:path";
import type { SandboxOptions } from "./options.ts";
import { startSandbox } from "./start.ts";

const { env } = process;

function portFrom(name: string): number {
  const port = Number(env[name] ?? 0);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  process.stderr.write(`${name} must be a port, not '${env[name]}'.\n`);
  process.exit(1);
}

const options: SandboxOptions = {
  dataDir: join(env.DATA_DIR || ".data", "sandbox"),
  port: portFrom("SANDBOX_PORT"),
  smtpPort: portFrom("SANDBOX_SMTP_PORT"),
  imapPort: portFrom("SANDBOX_IMAP_PORT"),
  redirectUris: env.SANDBOX_REDIRECT_URIS?.split(",")
    .map((uri) => uri.trim())
    .filter(Boolean),
  appUrl: env.SANDBOX_APP_URL || undefined,
};

try {
  const { stop, ...urls } = await startSandbox(options);
  let stopping = false;
  const end = async () => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  // Spawned with a channel: when the parent is gone, however it went, so is the sandbox.
  process.on("disconnect", end);
  process.send?.(urls);
  process.stdout.write(`${JSON.stringify(urls)}\n`);
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  process.stderr.write(
    taken
      ? `The sandbox cannot listen: ${(error as Error).message}\n`
      : `The sandbox cannot start: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}
