import { createServer } from "node:net";

/** Can `port` be listened on, on every address of the machine? */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** A port that is free now; `avoid` are promised already. */
export async function freePort(avoid = []) {
  for (;;) {
    const port = await new Promise((resolve, reject) => {
      const server = createServer();
      server.once("error", reject);
      server.listen(0, () => {
        const { port: found } = server.address();
        server.close(() => resolve(found));
      });
    });
    if (!avoid.includes(port)) return port;
  }
}
