import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { db } from "@/lib/db/database";

interface Metrics {
  registry: Registry;
  requests: Histogram<"method" | "route" | "status">;
  jobs: Histogram<"job" | "outcome">;
  refusals: Counter<"kind">;
  operatorTrouble: Counter<"service" | "code">;
}

const KEY = Symbol.for("usher.metrics");
// server.ts counts and the route tells: two bundles in one process.
const shared = globalThis as { [KEY]?: Metrics };

/** What this process counts. Labels are route patterns and job names, never a person's data. */
export function metrics(): Metrics {
  shared[KEY] ??= makeMetrics();
  return shared[KEY];
}

/** Everything as Prometheus reads it, with the queue's state as the database has it now. */
export async function readMetrics(): Promise<{ type: string; text: string }> {
  const { registry } = metrics();
  const [own, queue] = await Promise.all([registry.metrics(), describeQueue()]);
  return { type: registry.contentType, text: `${own}\n${queue}` };
}

function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: "usher_http_request_seconds",
      help: "Answered requests by route pattern.",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    jobs: new Histogram({
      name: "usher_job_seconds",
      help: "Runs of jobs by how they ended.",
      labelNames: ["job", "outcome"],
      buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60],
      registers,
    }),
    refusals: new Counter({
      name: "usher_http_refused_total",
      help: "Requests refused before they reached a page, by reason.",
      labelNames: ["kind"],
      registers,
    }),
    operatorTrouble: new Counter({
      name: "usher_operator_trouble_total",
      help: "Times that Entra or the mail server refused Usher itself, by code.",
      labelNames: ["service", "code"],
      registers,
    }),
  };
}

async function describeQueue(): Promise<string> {
  const rows = await db()
    .selectFrom("jobs")
    .select(["name", "state"])
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("state", "in", ["ready", "running", "dead"])
    .groupBy(["name", "state"])
    .execute();
  const lines = rows.map(
    (row) => `usher_jobs{job="${row.name}",state="${row.state}"} ${Number(row.count)}`,
  );
  const help = "# HELP usher_jobs Jobs that wait, run or were given up.\n# TYPE usher_jobs gauge";
  return `${[help, ...lines].join("\n")}\n`;
}
