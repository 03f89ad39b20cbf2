import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Can `port` be listened on, on every address of the machine? */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/**
 * A port that is free now; `avoid` are promised already. Chosen from below those that systems give
 * to outgoing connections (from 32768), any of which could take it while a process that is killed
 * and started again doesn't listen there; and above those that browsers refuse.
 */
export async function freePort(avoid = []) {
  for (;;) {
    const port = randomInt(10_100, 32_768);
    if (!avoid.includes(port) && (await isFree(port))) return port;
  }
}
