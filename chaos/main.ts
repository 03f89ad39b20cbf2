import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startPostgres } from "../test/postgres-server";
import { playRound, type RoundResult } from "./round";
import type { DatabaseKind } from "./world";

/*
 * `npm run chaos`: rounds of load and kills, a line each; as the last line one JSON object with the
 * totals. Ends with 1 when the checker found anything. A round is repeated by its database and seed.
 */

/** Three of five on the embedded database, two on PostgreSQL. */
const TURNS: readonly DatabaseKind[] = ["embedded", "postgres", "embedded", "postgres", "embedded"];

/** One loss shows in many ways. */
const SHOWN = 40;

// Ends by itself what hangs on this process, and lets it take its directories away.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    kills: { type: "string" },
    seed: { type: "string" },
    database: { type: "string" },
    report: { type: "string" },
  },
});
const rounds = wholeNumber("--rounds", values.rounds);
const seed = values.seed ? wholeNumber("--seed", values.seed) : Date.now() % 1_000_000;
if (values.database && !TURNS.some((kind) => kind === values.database))
  refuse(`--database is ${values.database}, and has to be embedded or postgres.`);
const kills = values.kills ? wholeNumber("--kills", values.kills) : null;
const kindOf = (round: number) =>
  (values.database as DatabaseKind | undefined) ?? TURNS[round % TURNS.length] ?? "embedded";

const kinds = Array.from({ length: rounds }, (_, round) => kindOf(round));
const postgres = kinds.includes("postgres") ? await startPostgres() : null;
const total = {
  rounds,
  clean: 0,
  signUps: 0,
  withdrawals: 0,
  edits: 0,
  dates: 0,
  moved: 0,
  mails: 0,
  doubles: 0,
  kills: 0,
  unanswered: 0,
  violations: 0,
};
for (const [round, kind] of kinds.entries()) {
  const begun = Date.now();
  const result = await playRound(kind, seed + round, postgres?.url ?? null, kills).catch(say);
  report(`round ${round + 1} of ${rounds}, ${kind}, seed ${seed + round}`, result, begun);
}
await postgres?.stop();
const summary = JSON.stringify(total);
if (values.report) writeFileSync(values.report, summary);
console.log(summary);
process.exit(total.clean === rounds ? 0 : 1);

/** The harness itself stumbled: no round that anybody could call clean. */
function say(error: unknown): null {
  console.error(error);
  return null;
}

function report(which: string, result: RoundResult | null, begun: number): void {
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  if (!result) {
    console.log(`✗ ${which}: could not be played (${seconds} s)`);
    return;
  }
  const { violations, ...figures } = result;
  for (const key of Object.keys(figures) as (keyof typeof figures)[]) total[key] += figures[key];
  total.violations += violations.length;
  if (violations.length === 0) total.clean += 1;
  const { signUps, withdrawals, edits, dates, moved, mails, kills, unanswered } = figures;
  console.log(
    `${violations.length === 0 ? "✓" : "✗"} ${which}: ${signUps} sign-ups acknowledged, ` +
      `${withdrawals} withdrawals, ${edits} edits, ${dates} changes of dates, ` +
      `${moved} links moved, ${mails} mails, ${kills} kills (${unanswered} before an answer), ` +
      `${violations.length} violations (${seconds} s)`,
  );
  for (const { kind, said } of violations.slice(0, SHOWN)) console.log(`  ${kind}: ${said}`);
  if (violations.length > SHOWN) console.log(`  … and ${violations.length - SHOWN} more`);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    refuse(`${option} is ${text}, and has to be a number from 1.`);
  return number;
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
