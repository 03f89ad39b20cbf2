import net from "node:net";

export interface CuttableProxy {
  /** The same address, through here. */
  url: string;
  /** Ends every connection and refuses new ones, as a server that went away. */
  cut(): void;
  /** Takes everything and answers nothing, as a server that hangs or a network that drops it. */
  hang(): void;
  /** Answers again; what was sent meanwhile goes on. */
  mend(): void;
  stop(): Promise<void>;
}

/** Stands between a pool and its PostgreSQL, to be cut and mended. */
export async function startCuttableProxy(url: string): Promise<CuttableProxy> {
  const target = new URL(url);
  const sockets = new Set<net.Socket>();
  let open = true;
  let hangs = false;
  const server = net.createServer((near) => {
    if (!open) return near.destroy();
    const far = net.connect(Number(target.port || 5432), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("data", (chunk) => other.write(chunk)).on("end", () => other.end());
      if (hangs) one.pause();
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as net.AddressInfo).port);
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: through.href,
    cut() {
      open = false;
      end();
    },
    hang() {
      hangs = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      open = true;
      hangs = false;
      for (const socket of sockets) socket.resume();
    },
    async stop() {
      end();
      await new Promise((done) => server.close(done));
    },
  };
}
