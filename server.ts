import { readFile } from "node:fs/promises";
import path from "node:path";
import next from "next";
import { databaseAnswers, endDatabase, openDatabase, withTx } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { troubleSince } from "@/lib/db/trouble";
import { env } from "@/lib/env";
import { builtFiles } from "@/lib/http/built-files";
import { createHttpServer, type HttpServer, listen, PortTakenError } from "@/lib/http/http-server";
import { type PageShelf, pageShelf } from "@/lib/http/page-shelf";
import { type AnsweredRequest, type RequestHandler, wrapRequests } from "@/lib/http/wrap-requests";
import { createWorker, type Worker } from "@/lib/jobs/worker";
import { log } from "@/lib/log";
import { closeMail } from "@/lib/mail/transport";
import { scheduleFindDue } from "@/lib/meetings/find-due";
import { metrics } from "@/lib/metrics";
import { type OperatorChannel, openOperatorChannel } from "@/lib/operations/operator-channel";
import { operatorCommand, runOperatorCommand } from "@/lib/operations/operator-command";
import { operatorRoutes } from "@/lib/operations/operator-routes";
import { OperatorError } from "@/lib/operator-error";
import { scheduleFindIdle } from "@/lib/organizers/stay-connected";
import { revalidateHere } from "@/lib/pages/revalidate";
import { type PageWatch, watchPages } from "@/lib/pages/watch";
import { within } from "@/lib/patience";
import { doctorQuestion, examine } from "@/lib/preflight/examine";
import { scheduleReadBounces } from "@/lib/registrations/read-bounces";
import { scheduleDeletion } from "@/lib/retention/delete-expired";
import { scheduleReseal } from "@/lib/retention/reseal";
import { ensureStateSamples } from "@/lib/samples/ensure-states";
import { ensureSampleEvents } from "@/lib/samples/open-samples";
import { handlers } from "@/lib/worker";

/*
 * The composition root: everything that is one in a process is made here, in the order in which
 * it needs each other, and stopped in the reverse. `npm start` runs the bundle of this file.
 */

/** Until what is under way is cut off; platforms kill after thirty seconds. */
const DRAIN_LIMIT = 25_000;
/** Of it, for finishing in order. */
const ORDERLY_LIMIT = 22_000;
/** Whatever took the time of the others: this much each. */
const LAST_MOMENT = 500;
/** For the database to show that it is worth waiting for. */
const ANSWER_LIMIT = 5_000;
const dev = process.env.NODE_ENV !== "production";
const distDir = process.env.NEXT_DIST_DIR || ".next";

/** The start script starts the sandbox beside this process and says when it answers. */
const sandboxReady = new Promise<void>((resolve) => {
  if (!process.send || !process.env.USHER_SANDBOX) resolve();
  else process.on("message", (message) => isMessage(message, "sandbox-ready") && resolve());
});

interface Running {
  app: ReturnType<typeof next> | null;
  http: HttpServer | null;
  pages: PageWatch | null;
  worker: Worker;
}

/** By which `npm run jobs` reaches the embedded database. */
let channel: OperatorChannel | null = null;

async function start(): Promise<Running> {
  const { role, port, databaseUrl, dataDir } = env();
  metrics();
  // Loading Next takes as long as opening the database: side by side.
  const preparing = role === "worker" ? null : prepareNext(port);
  await Promise.all([openDatabase().then(() => migrate()), preparing]);
  await sandboxReady;
  await withTx(async (tx) => {
    await scheduleDeletion(tx, new Date());
    await scheduleReseal(tx, new Date());
    await scheduleFindIdle(tx, new Date());
    await scheduleFindDue(tx, new Date());
    if (env().bounceImapUrl !== null) await scheduleReadBounces(tx, new Date());
  });
  const worker = startWorker();
  const running: Running = { app: null, http: null, pages: null, worker };
  if (preparing) Object.assign(running, await startWeb(port, await preparing));
  else running.http = await listenForOperator(port);
  if (databaseUrl === null) channel = openOperatorChannel(dataDir, port);
  const sample = env().sandboxUrl ? await ensureSampleEvents(new Date()) : null;
  if (sample)
    process.on("message", (message) => {
      if (isMessage(message, "make-samples")) void ensureStateSamples(sample, new Date());
    });
  process.send?.({ type: "ready", sample });
  log.info({ role, port }, "ready");
  return running;
}

function startWorker(): Worker {
  const worker = createWorker({
    handlers: [...handlers],
    claims: env().role !== "web",
    observe: (run) => {
      const { jobs, jobWaits } = metrics();
      jobs.observe({ job: run.name, outcome: run.settlement }, run.seconds);
      jobWaits.observe({ job: run.name }, run.waitedSeconds);
    },
  });
  worker.start();
  return worker;
}

interface Web {
  app: ReturnType<typeof next>;
  http: HttpServer;
  shelf: PageShelf;
}

async function prepareNext(port: number): Promise<Web> {
  // A client's action that ends in a redirect makes Next fetch the page from itself: here, and
  // not through whatever the Host header says.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://127.0.0.1:${port}`;
  if (!dev) await takeBuiltConfig();
  let serve: RequestHandler | undefined;
  const shelf = pageShelf();
  const http = makeHttp((req, res) => serve?.(req, res), dev ? null : shelf);
  const app = next({ dev, dir: process.cwd(), port, httpServer: http.server, quiet: !dev });
  await app.prepare();
  serve = app.getRequestHandler();
  return { app, http, shelf };
}

/** A worker serves no page, but is asked how it is as any other process. */
async function listenForOperator(port: number): Promise<HttpServer | null> {
  const http = makeHttp((_req, res) => {
    res.statusCode = 404;
    res.end();
  });
  try {
    await listen(http.server, port);
    return http;
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    // Beside a web process on one machine: its work does not depend on being asked.
    log.warn({ port }, "the port is taken: this worker answers no health, ready or metrics");
    return null;
  }
}

function makeHttp(serve: RequestHandler, shelf: PageShelf | null = null): HttpServer {
  const { publicUrl, entra, trustedProxies } = env();
  const answerOperator = operatorRoutes({ jobs: answerJobs });
  const serveAll = dev ? serve : builtFiles(distDir, serve);
  const handle: RequestHandler = async (req, res) => {
    if (!(await answerOperator(req, res))) await serveAll(req, res);
  };
  return createHttpServer(
    wrapRequests(handle, {
      publicUrl,
      formTargets: [new URL(entra.authority).origin],
      trustedProxies,
      strict: !dev,
      troubleSince,
      shelf,
      onAnswer: reportAnswer,
      onFault: (err) => log.error({ err }, "a request failed"),
      onStoppedScript: (count, route) =>
        log.error({ count, route }, "the policy stops an inline script that is not known"),
    }),
  );
}

/** What `npm run jobs` and `npm run doctor` ask of the process that has the embedded database. */
async function answerJobs(authorization: string, body: string): Promise<object | null> {
  if (!channel?.isOperator(authorization)) return null;
  const question: unknown = JSON.parse(body);
  const doctor = doctorQuestion.safeParse(question);
  if (doctor.success) return examine(doctor.data);
  const command = operatorCommand.safeParse(question);
  return command.success ? runOperatorCommand(command.data, handlers) : null;
}

async function startWeb(port: number, { app, http, shelf }: Web): Promise<Partial<Running>> {
  // Before the first request: a page cached earlier than the first look would miss a change.
  const pages = await watchPages((slugs) => shelf.renew(slugs, () => revalidateHere(port, slugs)));
  await listen(http.server, port);
  return { app, http, pages };
}

/** Spares Next reading and checking its configuration: the build has it, checked. */
async function takeBuiltConfig(): Promise<void> {
  const file = path.resolve(distDir, "required-server-files.json");
  const { config } = JSON.parse(await readFile(file, "utf8"));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

/** Asked every few seconds by machines: nobody looks for them in the log. */
const PROBES = ["/api/health", "/api/ready", "/api/metrics"];

function reportAnswer(answered: AnsweredRequest): void {
  const { method, route, status, ms } = answered;
  if (route === "/_next" || route === "[file]") return;
  metrics().requests.observe({ method, route, status: String(status) }, ms / 1000);
  const level = status >= 500 ? "error" : PROBES.includes(route) ? "debug" : "info";
  log[level](answered, "answered");
}

/**
 * Ends what runs: no new connection, answers and jobs under way finished, then the database. What
 * takes too long is left behind: a job is taken again by another process, when its lease is over.
 */
async function stop({ app, http, pages, worker }: Running): Promise<void> {
  const until = performance.now() + ORDERLY_LIMIT;
  const cut = cutHangingDatabase();
  await finish("answers", until, Promise.all([http?.drain(), pages?.stop()]));
  await finish("the pages", until, app?.close());
  await finish("jobs", until, worker.stop());
  await cut;
  closeMail();
  channel?.close();
  await endDatabase();
}

/** Nothing that waits for a database that hangs would ever finish. */
async function cutHangingDatabase(): Promise<void> {
  if (await databaseAnswers(ANSWER_LIMIT)) return;
  log.warn("the database does not answer: what waits for it is cut off");
  await endDatabase();
}

async function finish(what: string, until: number, work: Promise<unknown> | undefined) {
  const left = Math.max(LAST_MOMENT, until - performance.now());
  try {
    await within(left, async () => work);
  } catch (error) {
    log.warn({ err: error }, `${what} did not finish; stopping goes on without them`);
  }
}

async function main(): Promise<void> {
  const starting = start();
  let stopping = false;
  async function end(reason: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, "stopping");
    setTimeout(() => {
      log.error("stopping took too long; what was under way is cut off");
      process.exit(1);
    }, DRAIN_LIMIT).unref();
    await stop(await starting);
    log.info("stopped");
    process.exit(0);
  }
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => void end(signal));
  // Whoever started us is gone, perhaps killed: nobody else would stop us.
  if (process.send) process.on("disconnect", () => void end("disconnect"));
  process.on("message", (message) => {
    if (isMessage(message, "stop")) void end("stop");
  });
  await starting;
}

function isMessage(message: unknown, type: string): boolean {
  return (message as { type?: unknown } | null)?.type === type;
}

function describe(error: unknown): string {
  return (error instanceof Error && error.stack) || String(error);
}

main().catch((error: unknown) => {
  const said = error instanceof OperatorError ? error.message : describe(error);
  process.stderr.write(`${said}\n`);
  process.exit(1);
});
