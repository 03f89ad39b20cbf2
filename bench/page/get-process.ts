import http from "node:http";

/* The load, in a process of its own: gets one page over kept connections, as often as it is answered. */

export interface GetOrder {
  url: string;
  connections: number;
  milliseconds: number;
  gzip: boolean;
}

export interface GetAnswer {
  pages: number;
  perSecond: number;
  /** Answers that were no page. */
  others: number;
}

async function run({ url, connections, milliseconds, gzip }: GetOrder): Promise<GetAnswer> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const headers = { accept: "text/html", ...(gzip ? { "accept-encoding": "gzip" } : {}) };
  const begun = performance.now();
  let pages = 0;
  let others = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const request = http.get(url, { agent, headers }, (answer) => {
        if (answer.statusCode === 200) pages += 1;
        else others += 1;
        answer.resume().once("end", resolve);
      });
      request.once("error", reject);
    });
  const stream = async () => {
    while (performance.now() < begun + milliseconds) await one();
  };
  await Promise.all(Array.from({ length: connections }, stream));
  agent.destroy();
  return { pages, perSecond: (1000 * pages) / (performance.now() - begun), others };
}

process.on("message", (order) => void run(order as GetOrder).then((did) => process.send?.(did)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
