import path from "node:path";
import { register } from "@/lib/registrations/register";
import { signUp } from "@/test/fixtures";
import { bundle, writeNextTsconfig } from "../../scripts/build.mjs";
import { nodePath, root } from "../../scripts/project.mjs";
import { run } from "../../scripts/run.mjs";
import { readNumbers } from "../support/arguments";
import { withDesk } from "../support/desk";
import { loadPerCore, printFigures, printTable, round } from "../support/figures";
import { makeOrganizer } from "../support/organizer";
import { buildProduct, startProduct, startServer } from "../support/product";
import { list, watchInstances } from "./instances";
import { installLighthouse, lighthouse, type Scores } from "./lighthouse";
import { compareThroughput } from "./throughput";
import { weigh } from "./weight";

const DEFAULTS = { rounds: 8, seconds: 3, connections: 16, edits: 10, runs: 3 };
/** JavaScript that every page of Next's app router loads, gzip, as it was measured. */
const FLOOR = 134_900;
const bareFile = path.join(root, ".build/bench/bare-page-server.js");

export async function benchPage(args: string[]): Promise<void> {
  const size = readNumbers(args, DEFAULTS);
  await writeNextTsconfig();
  await buildProduct();
  await buildBare();
  await withDesk(async (desk) => {
    const event = await makeOrganizer(desk.sandbox, 1, {
      capacity: 500,
      title: "Reading the tide",
    });
    await list(event.id);
    const [first, second] = [
      await startProduct("web", desk.env),
      await startProduct("web", desk.env),
    ];
    await startProduct("worker", desk.env);
    const bare = await startServer([bareFile], desk.env);
    const page = `${first.origin}/e/${event.slug}`;

    const speed = await compareThroughput(
      {
        page: { process: first.process, url: page },
        bare: { process: bare.process, url: (letters) => `${bare.origin}/bare/${letters}` },
      },
      size,
    );
    const pass = await passOf(event.slug, first.origin);
    const [weight, bareWeight] = await weigh([page, speed.bareUrl]);
    if (!weight || !bareWeight) throw new Error("A page was not weighed.");
    const instances = await watchInstances(event, [first.origin, second.origin], size.edits);
    const scores = (await installLighthouse())
      ? {
          page: await lighthouse(page, size.runs),
          pass: await lighthouse(pass, size.runs),
          bare: await lighthouse(speed.bareUrl, size.runs),
        }
      : null;

    printTable(
      ["public page", "bytes", "a second", "bare: bytes", "a second", "ratio", "by processor time"],
      (["plain", "gzip"] as const).map((how) => {
        const { pageBytes, page: mine, bareBytes, bare: theirs, ratio, cpuRatio } = speed[how];
        return [
          how,
          pageBytes,
          round(mine),
          bareBytes,
          round(theirs),
          round(ratio),
          round(cpuRatio),
        ];
      }),
    );
    printTable(
      ["gzip bytes", "page", "bare", "above the bare", "above 134.9 kB"],
      [
        [
          "JavaScript",
          weight.script,
          bareWeight.script,
          weight.script - bareWeight.script,
          weight.script - FLOOR,
        ],
        ["CSS", weight.style, bareWeight.style, "", ""],
        ["requests elsewhere", weight.foreign, bareWeight.foreign, "", ""],
      ],
    );
    printTable(
      ["two processes, ms", "median", "worst"],
      [
        ["an edit is shown by both", round(instances.edit.median), round(instances.edit.worst)],
        ["after opening, still before", "", instances.opening.worst],
        ["after closing, still open", "", instances.closing.worst],
      ],
    );
    if (scores)
      printTable(
        ["Lighthouse, mobile", "performance", "accessibility", "best practices", "SEO"],
        Object.entries(scores).map(([name, score]: [string, Scores]) => [
          name,
          ...Object.values(score),
        ]),
      );
    printFigures({
      bench: "page",
      ratio: round(speed.plain.ratio),
      cpuRatio: round(speed.plain.cpuRatio),
      ratioGzip: round(speed.gzip.ratio),
      cpuRatioGzip: round(speed.gzip.cpuRatio),
      javascriptAboveFloor: weight.script - FLOOR,
      javascriptAboveBare: weight.script - bareWeight.script,
      css: weight.style,
      foreignRequests: weight.foreign,
      editWorstMs: round(instances.edit.worst),
      openingWorstMs: instances.opening.worst,
      closingWorstMs: instances.closing.worst,
      lighthouse: scores,
      load: loadPerCore(),
    });
  });
}

async function buildBare(): Promise<void> {
  await bundle("bench/page/bare-page-server.ts", bareFile);
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const app = path.join(root, "bench/page/bare-app");
  const { code, output } = await run(nodePath(), [next, "build", app], { env });
  if (code !== 0) throw new Error(`Building the bare app failed:\n${output.trim()}`);
}

/** A pass to look at: somebody signs up here, and any process shows it. */
async function passOf(slug: string, origin: string): Promise<string> {
  const outcome = await register(signUp(slug), new Date());
  if (outcome.kind !== "registered") throw new Error(`The sign-up came to ${outcome.kind}.`);
  return `${origin}/r/${outcome.pass}`;
}
