import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

interface Metrics {
  registry: Registry;
  requests: Histogram<"method" | "route" | "status">;
  signUps: Counter<"outcome">;
  enrolments: Counter<"outcome">;
  enrolmentLag: Histogram;
  mails: Counter<"kind" | "outcome">;
  mailboxTrouble: Counter<"trouble">;
  bounces: Counter<"source" | "outcome">;
  jobs: Histogram<"job" | "outcome">;
  jobWaits: Histogram<"job">;
  graph: Histogram<"operation" | "status">;
  operatorTrouble: Counter<"service" | "code">;
  unopened: Counter;
}

const KEY = Symbol.for("usher.metrics");
// server.ts counts and the pages count: two bundles in one process.
const shared = globalThis as { [KEY]?: Metrics };

/**
 * What this process counts. Labels are route patterns, names and outcomes of ours: few, and never a
 * person's data. What all processes share is read from the database (lib/operations/read-gauges.ts).
 */
export function metrics(): Metrics {
  shared[KEY] ??= makeMetrics();
  return shared[KEY];
}

function makeMetrics(): Metrics {
  const registry = new Registry();
  // Memory, CPU, handles and the event loop's lag (nodejs_eventloop_lag_…).
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
    signUps: new Counter({
      name: "usher_sign_ups_total",
      help: "Sign-ups by what they came to; failed: they could not be decided.",
      labelNames: ["outcome"],
      registers,
    }),
    enrolments: new Counter({
      name: "usher_enrolments_total",
      help: "Enrolments that this process settled.",
      labelNames: ["outcome"],
      registers,
    }),
    enrolmentLag: new Histogram({
      name: "usher_enrolment_lag_seconds",
      help: "From the sign-up to the stored join link.",
      buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400],
      registers,
    }),
    mails: new Counter({
      name: "usher_mails_total",
      help: "Mails that the mail server or an organizer's mailbox took (sent), or that were refused for good.",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    mailboxTrouble: new Counter({
      name: "usher_mailbox_trouble_total",
      help: "Times that an organizer's mailbox could not be used, and the mail server sent in its place.",
      labelNames: ["trouble"],
      registers,
    }),
    bounces: new Counter({
      name: "usher_bounces_total",
      help: "Mails that came back (permanent, temporary) or are late (delayed), by who told it.",
      labelNames: ["source", "outcome"],
      registers,
    }),
    jobs: new Histogram({
      name: "usher_job_seconds",
      help: "Runs of jobs by how they ended.",
      labelNames: ["job", "outcome"],
      buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60],
      registers,
    }),
    jobWaits: new Histogram({
      name: "usher_job_wait_seconds",
      help: "How long a job had been due when it was taken.",
      labelNames: ["job"],
      buckets: [0.05, 0.25, 1, 5, 30, 120, 600, 3600, 14_400],
      registers,
    }),
    graph: new Histogram({
      name: "usher_graph_request_seconds",
      help: "Calls to Microsoft Graph by operation and answer; none: no answer came.",
      labelNames: ["operation", "status"],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    operatorTrouble: new Counter({
      name: "usher_operator_trouble_total",
      help: "Times that Entra or the mail server refused Usher itself, by code.",
      labelNames: ["service", "code"],
      registers,
    }),
    unopened: new Counter({
      name: "usher_unopened_secrets_total",
      help: "Sealed values that no key of TOKEN_KEYS opened.",
      registers,
    }),
  };
}
