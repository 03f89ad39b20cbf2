import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/project.mjs";
import { median } from "../support/figures";
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
}

export interface Contenders {
  /** Address of the product's page. */
  page: string;
  /** Address of the bare page of so many letters. */
  bare: (size: number) => string;
}

/** The page and a bare one of the same size, in turn, without and with gzip. */
export async function compareThroughput(
  { page, bare }: Contenders,
  size: { rounds: number; seconds: number; connections: number },
): Promise<{ plain: Compared; gzip: Compared; bareUrl: string }> {
  const bareUrl = bare(await lettersFor(bare, await bytesOf(page)));
  const load = spawn(process.execPath, ["--no-warnings", "--import", hooks, script], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  try {
    await said(load);
    const get = async (url: string, gzip: boolean, seconds = size.seconds) => {
      const { connections } = size;
      load.send({ url, gzip, connections, milliseconds: seconds * 1000 } satisfies GetOrder);
      const { perSecond, others } = (await said(load)) as GetAnswer;
      if (others > 0) throw new Error(`${url}: ${others} answers were no page.`);
      return perSecond;
    };
    const compare = async (gzip: boolean): Promise<Compared> => {
      const rounds: { page: number; bare: number }[] = [];
      // Both warm, then in turn, each first as often as the other.
      for (const url of [page, bareUrl]) await get(url, gzip, 1);
      for (let round = 0; round < size.rounds; round++) {
        const order = round % 2 === 0 ? [page, bareUrl] : [bareUrl, page];
        const did = new Map<string, number>();
        for (const url of order) did.set(url, await get(url, gzip));
        rounds.push({ page: did.get(page) ?? 0, bare: did.get(bareUrl) ?? 0 });
      }
      return {
        pageBytes: await bytesOf(page),
        bareBytes: await bytesOf(bareUrl),
        page: median(rounds.map((round) => round.page)),
        bare: median(rounds.map((round) => round.bare)),
        ratio: median(rounds.map((round) => round.page / round.bare)),
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
