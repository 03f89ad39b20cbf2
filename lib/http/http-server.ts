import { createServer, type Server, type ServerResponse } from "node:http";
import { OperatorError } from "@/lib/operator-error";
import { refuseUnreadable } from "./refuse-unreadable";
import type { RequestHandler } from "./wrap-requests";

/** The port can't be listened on; the message is a sentence for whoever starts Usher. */
export class PortTakenError extends OperatorError {
  override name = "PortTakenError";
  constructor(port: number) {
    super(
      `Port ${port} is taken. Stop what uses it, or choose another one: PORT=${port + 1} npm start`,
    );
  }
}

export interface HttpServer {
  server: Server;
  /** Takes no new connection, lets every answer under way end, and resolves then. */
  drain(): Promise<void>;
}

const SWEEP_EVERY = 100;

/**
 * Listens on `port`, on every address of the machine.
 * @throws PortTakenError
 */
export async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new PortTakenError(port) : error),
    );
    server.listen(port, resolve);
  });
}

/** A server that can be drained; it does not listen yet. */
export function createHttpServer(handle: RequestHandler): HttpServer {
  let draining = false;
  const server = createServer((req, res) => {
    if (draining) sayClose(res);
    void handle(req, res);
  });
  // Proxies keep idle connections for a minute: longer than theirs, so that we never close first.
  server.keepAliveTimeout = 65_000;

  refuseUnreadable(server);

  return {
    server,
    async drain() {
      draining = true;
      const closed = new Promise((resolve) => server.close(resolve));
      // A connection that goes idle only now would hold the server until its time-out.
      const sweeper = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY);
      server.closeIdleConnections();
      await closed;
      clearInterval(sweeper);
    },
  };
}

function sayClose(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader("connection", "close");
}
