import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { emptyState, type State } from "./model.ts";

const DEBOUNCE_MS = 200;

export interface StateStore {
  readonly state: State;
  /** Call after each change; the file follows within moments. */
  changed(): void;
  flush(): Promise<void>;
}

export async function openState(dataDir: string | undefined): Promise<StateStore> {
  if (dataDir === undefined) {
    return { state: emptyState(), changed() {}, async flush() {} };
  }
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, "state.json");
  const state = await readState(file);

  let dirty = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let lastWriteMs = 0;

  const write = (): Promise<void> => {
    timer = undefined;
    writing = writing
      .catch(() => {})
      .then(async () => {
        if (!dirty) return;
        dirty = false;
        const started = performance.now();
        await writeAtomically(file, JSON.stringify(state));
        lastWriteMs = performance.now() - started;
      });
    return writing;
  };

  return {
    state,
    changed() {
      dirty = true;
      // A state of many megabytes must not be written all the time.
      timer ??= setTimeout(() => write().catch(report), Math.max(DEBOUNCE_MS, lastWriteMs * 5));
    },
    async flush() {
      clearTimeout(timer);
      await write();
    },
  };
}

function report(error: unknown): void {
  process.stderr.write(`The sandbox could not keep its state: ${String(error)}\n`);
}

async function readState(file: string): Promise<State> {
  try {
    return { ...emptyState(), ...(JSON.parse(await readFile(file, "utf8")) as State) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyState();
    throw new Error(`The sandbox cannot read ${file}; remove it to start afresh.`, {
      cause: error,
    });
  }
}

async function writeAtomically(file: string, text: string): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
