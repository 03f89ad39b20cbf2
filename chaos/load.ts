import { setTimeout as pause } from "node:timers/promises";
import type { SandboxClient } from "../sandbox/client.ts";
import type { Doors } from "./browser";
import type { MadeEvent } from "./make-events";
import type { Promised } from "./promises";
import type { Random } from "./random";

/** What everybody who plays a part in the load has. */
export interface Stage {
  doors: Doors;
  events: readonly MadeEvent[];
  control: SandboxClient;
  random: Random;
  book: Promised[];
  /** The round's end: begin nothing new. */
  isOver(): boolean;
}

/** One kind of person, acting again and again. */
export type Part = (stage: Stage) => Promise<void>;

/** Plays parts side by side, each with chance of its own, until the round is over. */
export async function playLoad(stage: Stage, parts: readonly Part[]): Promise<void> {
  await Promise.all(
    parts.map(async (part) => {
      const own = { ...stage, random: stage.random.fork() };
      while (!stage.isOver()) {
        await part(own);
        await pause(own.random.between(20, 250));
      }
    }),
  );
}
