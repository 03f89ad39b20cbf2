import { setTimeout as pause } from "node:timers/promises";
import { accept, changersOf, giveUp, signUp, signUpAt } from "./attendees";
import { check } from "./check";
import type { Violation } from "./check/violation";
import { datesOrganizerOf } from "./dates-organizer";
import { dieUnanswered } from "./die-unanswered";
import { type Part, playLoad } from "./load";
import type { MadeEvent } from "./make-events";
import { observe } from "./observe";
import { moverOf, organizerOf } from "./organizer";
import { passTime } from "./pass-time";
import { Processes, type Seat } from "./processes";
import type { Book } from "./promises";
import { type Random, randomFrom } from "./random";
import { makeTrouble, turnSameId, untilQuiet } from "./trouble";
import { type DatabaseKind, makeWorld, type World } from "./world";

export interface RoundResult {
  /** What the load was told: passes and "look into your mailbox", places given up, saves. */
  signUps: number;
  withdrawals: number;
  edits: number;
  /** Times that somebody was told that their dates are saved. */
  dates: number;
  /** Links that moves asked for. */
  moved: number;
  mails: number;
  kills: number;
  /** Kills that met an enrolment which Microsoft had made and not yet answered. */
  unanswered: number;
  /** Mails that arrived more than once. */
  doubles: number;
  violations: Violation[];
}

const REST_LIMIT = 90_000;

/**
 * One round in a world of its own: load and kills, a power cut, time that passes while nothing
 * runs, a start after which everything comes to rest, an orderly stop, and the checker.
 */
export async function playRound(
  kind: DatabaseKind,
  seed: number,
  postgresUrl: string | null,
  wantedKills: number | null = null,
): Promise<RoundResult> {
  const random = randomFrom(seed);
  const world = await makeWorld(kind, postgresUrl);
  const processes = new Processes(seatsOf(kind, world), world.env);
  const made = world.events.flatMap(promisesOf);
  const book: Book = [...made];
  try {
    await processes.start();
    await makeTrouble(world.control, random);
    const unanswered = await playUnderKills(world, processes, book, random, wantedKills);
    await processes.killAll();
    await untilQuiet(world.control);
    await world.control.clearFaults();
    await world.withDatabase(passTime);
    await processes.start();
    await untilRest(world);
    await processes.stop();
    const { kills, complaints } = processes;
    const snapshot = await world.withDatabase(() => observe(world.control));
    const told = (...kinds: string[]) => book.filter((each) => kinds.includes(each.kind)).length;
    const signUps = told("pass", "mailbox");
    const violations = check({ snapshot, book, kills, complaints });
    if (signUps + violations.length === 0)
      throw new Error("Nobody could sign up: this round shows nothing.");
    const distinct = new Set(snapshot.messages.map(({ messageId }) => messageId)).size;
    return {
      signUps,
      withdrawals: told("given-up"),
      edits: told("edited", "edited-date") - made.length,
      dates: told("dates-saved"),
      moved: snapshot.enrolments.filter(({ move }) => move !== null).length,
      mails: distinct,
      kills,
      unanswered,
      doubles: snapshot.messages.length - distinct,
      violations,
    };
  } finally {
    await processes.killAll();
    await world.remove();
  }
}

/** What the organizer of a new event knows of its dates. */
function promisesOf({ dates }: MadeEvent): Book {
  return dates.map(({ id: date, places }) => ({
    kind: "edited-date",
    at: 0,
    date,
    change: { places },
  }));
}

/** Embedded: one process that is all. PostgreSQL: two that serve and two that work. */
function seatsOf(kind: DatabaseKind, { webPorts }: World): Seat[] {
  if (kind === "embedded") return webPorts.map((port) => ({ role: "all", port }));
  const worker = { role: "worker", port: null } as const;
  return [...webPorts.map((port) => ({ role: "web", port }) as const), worker, worker];
}

async function playUnderKills(
  world: World,
  processes: Processes,
  book: Book,
  random: Random,
  wanted: number | null,
): Promise<number> {
  const { publicUrl, webPorts: ports, control } = world;
  const [events, quiet] = [world.events.slice(0, -1), world.events.at(-1)];
  let over = false;
  let answers = 0;
  const stage = {
    doors: { publicUrl, ports, onAnswer: () => answers++, areClosed: () => over },
    events,
    control,
    random: random.fork(),
    book,
    isOver: () => over,
  };
  const attendees: Part[] = [signUp, signUp, signUp, signUp, giveUp, giveUp, accept];
  const organizers = events.slice(0, 3).map(organizerOf);
  const movers = events.slice(3, 5).map(moverOf);
  const choosing = events.filter(({ dates }) => dates.length > 0);
  // More come to these than to the others, and change their minds.
  const choosers = choosing.flatMap((event): Part[] => [
    (own) => signUpAt(own, event),
    ...changersOf(event, 3),
    datesOrganizerOf(event),
  ]);
  const load = playLoad(stage, [...attendees, ...organizers, ...movers, ...choosers]);
  /** By answers and not by seconds, so that a slow machine gets as far between two kills. */
  const someAnswers = async () => {
    const enough = answers + random.between(5, 80);
    while (answers < enough && processes.complaints.length === 0) await pause(10);
    await pause(random.between(0, 100));
  };
  const kills = wanted ?? random.between(4, 6);
  let unanswered = 0;
  for (let kill = 0; kill < kills; kill++) {
    if (kill === 1 && quiet) {
      await turnSameId(control, random.between(0, 2));
      if (await dieUnanswered(stage, quiet, processes)) unanswered += 1;
      continue;
    }
    // Most often while everything works, now and then one that is only starting.
    if (random.chance(0.2)) await pause(random.between(0, 1_500));
    else await someAnswers();
    await processes.killOne(random);
    await turnSameId(control, kill);
  }
  await someAnswers();
  // The power cut is the round's last kill: it meets the load under way.
  over = true;
  await processes.killAll();
  await load;
  return unanswered;
}

/** Waits until no job of ours waits or runs; what still does is the checker's to say. */
async function untilRest({ webPorts }: World): Promise<void> {
  const until = Date.now() + REST_LIMIT;
  const under = /^usher_jobs\{job="[^"]+",state="(?:due|paused|running)"\} [1-9]/m;
  // Others that are for later wait for their day.
  const retrying =
    /^usher_jobs\{job="(?:enrolment\.[^"]+|registrations\.deliver-mail|moving\.move-people)",state="scheduled"\} [1-9]/m;
  while (Date.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${webPorts[0]}/api/metrics`).catch(() => null);
    const gauges = answer?.ok ? await answer.text() : null;
    if (gauges !== null && !under.test(gauges) && !retrying.test(gauges)) return;
    await pause(200);
  }
}
