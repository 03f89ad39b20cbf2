import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Claims a data directory for this start, before anything is written to it: a second sandbox on
 * the same files would break every connection of the first. (The database has a lock of its own,
 * held by the app; this one is for what comes before the app.) A socket, because the system ends
 * it with its process, and because a left-over file is told from a live one by calling it.
 * @returns a function that gives the claim back, or null when somebody else has it.
 */
export async function claimDirectory(dir) {
  const address = addressFor(realpathSync(dir));
  const server = createServer((socket) => socket.end());
  if (await listen(server, address)) return () => server.close();
  if (await answers(address)) return null;
  rmSync(address, { force: true });
  return (await listen(server, address)) ? () => server.close() : null;
}

function addressFor(dir) {
  const name = `usher-${createHash("sha256").update(dir).digest("hex").slice(0, 20)}`;
  return process.platform === "win32"
    ? `\\\\.\\pipe\\${name}`
    : path.join(tmpdir(), `${name}.sock`);
}

function listen(server, address) {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(address, () => {
      server.unref();
      resolve(true);
    });
  });
}

function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
