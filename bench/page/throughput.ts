import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/project.mjs";
import { median } from "../support/figures";
import type { BenchProcess } from "../support/process";
import type { GetAnswer, GetOrder } from "./get-process";

const hooks = fileURLToPath(new URL("../../test/typescript-hooks.mjs", import.meta.url));
const script = fileURLToPath(new URL("./get-process.ts", import.meta.url));

export interface Compared {
  pageBytes: number;
  bareBytes: number;
  page: number;
  bare: number;
  /** Median of the rounds' ratios. */
  ratio: number;
  /** The same of what a processor second answers, which depends less on what else runs. */
  cpuRatio: number;
}

export interface Contenders {
  /** The product's process and its page. */
  page: { process: BenchProcess; url: string };
  /** Next's, and the bare page of so many letters. */
  bare: { process: BenchProcess; url: (size: number) => string };
}

interface Speed {
  perSecond: number;
  perCpuSecond: number;
}

/** The page and a bare one of the same size, in turn, without and with gzip. */
export async function compareThroughput(
  { page, bare }: Contenders,
  size: { rounds: number; seconds: number; connections: number },
): Promise<{ plain: Compared; gzip: Compared; bareUrl: string }> {
  const bareUrl = bare.url(await lettersFor(bare.url, await bytesOf(page.url)));
  const load = spawn(process.execPath, ["--no-warnings", "--import", hooks, script], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  try {
    await said(load);
    const get = async (
      { process, url }: { process: BenchProcess; url: string },
      gzip: boolean,
      seconds = size.seconds,
    ): Promise<Speed> => {
      const { connections } = size;
      const before = process.cpuSeconds();
      load.send({ url, gzip, connections, milliseconds: seconds * 1000 } satisfies GetOrder);
      const { pages, perSecond, others } = (await said(load)) as GetAnswer;
      if (others > 0) throw new Error(`${url}: ${others} answers were no page.`);
      return { perSecond, perCpuSecond: pages / (process.cpuSeconds() - before) };
    };
    const theirs = { process: bare.process, url: bareUrl };
    const compare = async (gzip: boolean): Promise<Compared> => {
      const rounds: { page: Speed; bare: Speed }[] = [];
      // Both warm, then in turn, each first as often as the other.
      for (const each of [page, theirs]) await get(each, gzip, 1);
      for (let round = 0; round < size.rounds; round++) {
        if (round % 2 === 0) {
          const first = await get(page, gzip);
          rounds.push({ page: first, bare: await get(theirs, gzip) });
        } else {
          const first = await get(theirs, gzip);
          rounds.push({ bare: first, page: await get(page, gzip) });
        }
      }
      return {
        pageBytes: await bytesOf(page.url),
        bareBytes: await bytesOf(bareUrl),
        page: median(rounds.map((round) => round.page.perSecond)),
        bare: median(rounds.map((round) => round.bare.perSecond)),
        ratio: median(rounds.map((round) => round.page.perSecond / round.bare.perSecond)),
        cpuRatio: median(rounds.map((round) => round.page.perCpuSecond / round.bare.perCpuSecond)),
      };
    };
    return { plain: await compare(false), gzip: await compare(true), bareUrl };
  } finally {
    load.disconnect();
  }
}

/** How many letters make the bare page as large: two tries tell what a letter costs. */
async function lettersFor(bare: (size: number) => string, bytes: number): Promise<number> {
  const [few, many] = [1_000, 9_000];
  const small = await bytesOf(bare(few));
  const perLetter = ((await bytesOf(bare(many))) - small) / (many - few);
  return Math.max(0, Math.round(few + (bytes - small) / perLetter));
}

async function bytesOf(url: string): Promise<number> {
  const answer = await fetch(url, {
    headers: { accept: "text/html", "accept-encoding": "identity" },
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return (await answer.arrayBuffer()).byteLength;
}

function said(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`The load has ended (${code}).`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
}
