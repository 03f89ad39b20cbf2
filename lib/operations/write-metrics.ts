import { Gauge, Registry } from "prom-client";
import { poolLoad } from "@/lib/db/database";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { type GaugeRow, readGaugesOnce } from "./read-gauges";

/** Prometheus waits ten seconds by default; a database that hangs must not take the rest with it. */
const DATABASE_LIMIT_MS = 4_000;

/** Reasons and names in the database are ours, unless another version or a hand wrote them. */
const KNOWN_SHAPE = /^[a-zA-Z0-9:._-]{0,60}$/;

/**
 * Everything as Prometheus reads it: what this process counted, and what all of them share, as the
 * database has it now. With the database away the former still stands, and usher_database_up is 0.
 */
export async function writeMetrics(): Promise<{ type: string; text: string }> {
  const { registry } = metrics();
  const rows = await readWithin(DATABASE_LIMIT_MS);
  const shared = describe(rows);
  const texts = await Promise.all([registry.metrics(), shared.metrics()]);
  return { type: registry.contentType, text: texts.join("\n") };
}

async function readWithin(limit: number): Promise<GaugeRow[] | null> {
  const rows = readGaugesOnce().catch((error: unknown) => {
    log.warn({ err: error }, "the database could not be asked for its figures");
    return null;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, limit, null);
  });
  const answer = await Promise.race([rows, late]);
  clearTimeout(timer);
  return answer;
}

function describe(rows: GaugeRow[] | null): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `usher_${name}`, help, labelNames, registers: [registry] });

  gauge("database_up", "Could the database be asked for these figures?").set(rows ? 1 : 0);
  const load = poolLoad();
  if (load) {
    const { size, busy, idle, waiting } = load;
    const pool = gauge("database_connections", "Connections of this process's pool.", "state");
    pool.set({ state: "busy" }, busy);
    pool.set({ state: "idle" }, idle);
    gauge("database_connections_max", "As many as the pool may have.").set(size);
    gauge("database_waiting", "Queries that wait for a connection.").set(waiting);
  }
  if (!rows) return registry;

  const enrolments = gauge("enrolments", "Enrolments that are not settled.", "state");
  const enrolmentAge = gauge(
    "enrolment_oldest_seconds",
    "How long the oldest of them has waited or been given up.",
    "state",
  );
  const mails = gauge("mails", "Mails that are not sent.", "state");
  const mailAge = gauge("mail_oldest_seconds", "How old the oldest of them is.", "state");
  const jobs = gauge(
    "jobs",
    "Jobs: scheduled, due, paused with their lane, running, dead.",
    "job",
    "state",
  );
  const jobAge = gauge("job_oldest_seconds", "Age of the oldest of them.", "job", "state");
  const lanes = gauge("lanes_paused", "Lanes that are paused.", "kind", "reason");
  const connections = gauge(
    "connections",
    "Organizers' connections to Microsoft.",
    "state",
    "reason",
  );
  const gone = gauge(
    "deleted_registrations",
    "Meetings whose registration somebody deleted at Microsoft.",
  );
  for (const row of rows) {
    const { what, state, count, seconds } = row;
    const detail = KNOWN_SHAPE.test(row.detail) ? row.detail : "other";
    switch (what) {
      case "enrolments":
        enrolments.set({ state }, count);
        enrolmentAge.set({ state }, seconds);
        break;
      case "mails":
        mails.set({ state }, count);
        mailAge.set({ state }, seconds);
        break;
      case "jobs":
        jobs.set({ job: detail, state }, count);
        jobAge.set({ job: detail, state }, seconds);
        break;
      case "lanes":
        lanes.inc({ kind: KNOWN_SHAPE.test(state) ? state : "other", reason: detail }, count);
        break;
      case "connections":
        connections.inc({ state, reason: detail }, count);
        break;
      case "deleted_registrations":
        gone.set(count);
        break;
    }
  }
  return registry;
}
