import { type Pace, paceOf, slowDown } from "@/lib/jobs/pace";

/** A service that throttles: seconds to wait, or null when the call went through. */
export type Service = (now: number) => number | null;

/** Graph's documented way, and the sandbox's: so many calls in any window. */
export function slidingWindow(number: number, seconds: number): Service {
  const recent: number[] = [];
  return (now) => {
    while (recent[0] !== undefined && recent[0] <= now - seconds) recent.shift();
    if (recent.length >= number) return wholeSeconds((recent[0] ?? now) + seconds - now);
    recent.push(now);
    return null;
  };
}

/** So many calls between two strokes of the clock. */
export function fixedWindow(number: number, seconds: number): Service {
  let window = -1;
  let calls = 0;
  return (now) => {
    const current = Math.floor(now / seconds);
    if (current !== window) calls = 0;
    window = current;
    if (calls >= number) return wholeSeconds((current + 1) * seconds - now);
    calls += 1;
    return null;
  };
}

/** Refills steadily, holds so many. */
export function tokenBucket(rate: number, burst: number): Service {
  let tokens = burst;
  let at = 0;
  return (now) => {
    tokens = Math.min(burst, tokens + (now - at) * rate);
    at = now;
    if (tokens < 1) return wholeSeconds((1 - tokens) / rate);
    tokens -= 1;
    return null;
  };
}

/** As another, but whoever is refused has to wait this long whatever is left. */
export function punishing(service: Service, seconds: number): Service {
  return (now) => (service(now) === null ? null : seconds);
}

function wholeSeconds(wait: number): number {
  return Math.max(1, Math.ceil(wait));
}

/** Seconds; queries.ts gives turns away that far ahead. */
const AHEAD = 1.5;

export interface Drain {
  seconds: number;
  /** Calls that the service took, and those that it refused. */
  taken: number;
  refused: number;
  waits: number;
  /** When each call was taken. */
  times: number[];
}

/**
 * Drains so many calls through one lane in virtual time, as the worker does: without a pace a
 * number at once, with one each at its turn, and after a refusal nothing before its time.
 */
export function drain(
  service: Service,
  options: {
    calls: number;
    latency: () => number;
    jitter?: () => number;
    atOnce?: number;
    pace?: Pace;
  },
): Drain {
  const { calls, latency, jitter = () => 0, atOnce = 12 } = options;
  let lane: Pace | null = options.pace ?? null;
  let resumedAt = 0;
  let pausedUntil = 0;
  let nextAt = 0;
  let lookAt = -1;
  let round = 0;
  let waiting = calls;
  let running = 0;
  /** Calls that nobody counts, as the process knows them. */
  let burst = 0;
  let last = 0;
  const drained: Drain = { seconds: 0, taken: 0, refused: 0, waits: 0, times: [] };
  const agenda = new Agenda();

  /** As a claim does: turns of the next second and a half, all at the pace of this moment. */
  function fill(now: number): void {
    if (now < pausedUntil) {
      lookAgain(pausedUntil);
      return;
    }
    const pace = lane && paceOf(lane);
    const most = pace ? atOnce + Math.ceil(pace * 3) : atOnce;
    while (waiting > 0 && running < most) {
      const turn = Math.max(now, pace ? nextAt : 0);
      if (turn > now + AHEAD) break;
      if (pace) nextAt = turn + 1 / pace;
      burst += 1;
      if (lane) lane.calls += 1;
      const call = { number: lane?.calls ?? burst, at: turn, pace, round };
      waiting -= 1;
      running += 1;
      agenda.add(turn, () => begin(call));
    }
    if (pace && waiting > 0) lookAgain(now + 1);
  }

  function lookAgain(at: number): void {
    if (at === lookAt) return;
    lookAt = at;
    agenda.add(at, () => {
      if (lookAt === at) fill(at);
    });
  }

  function begin(call: Call): void {
    if (call.round !== round) {
      waiting += 1;
      running -= 1;
      return;
    }
    const whole = latency();
    const arrives = call.at + jitter() + whole / 2;
    agenda.add(arrives, () => {
      const wait = service(arrives);
      agenda.add(arrives + whole / 2, () => answered(call, arrives + whole / 2, wait));
    });
  }

  function answered(call: Call, now: number, wait: number | null): void {
    running -= 1;
    if (wait === null) {
      drained.taken += 1;
      drained.times.push(now);
      last = now;
    } else {
      drained.refused += 1;
      waiting += 1;
      pausedUntil = Math.max(pausedUntil, now + wait);
      if (call.round === round) {
        drained.waits += 1;
        const learned = slowDown(lane, {
          number: lane ? call.number : Math.max(call.number, drained.taken + 1),
          pace: call.pace,
          elapsed: call.at - resumedAt,
          wait: now + wait - call.at,
        });
        round += 1;
        nextAt = 0;
        if (learned) {
          lane = learned;
          resumedAt = pausedUntil;
        } else if (lane) lane.calls = call.number;
      } else if (resumedAt > now) resumedAt = pausedUntil;
    }
    fill(now);
  }

  fill(0);
  while (drained.taken < calls && agenda.next()) {}
  drained.seconds = last;
  return drained;
}

interface Call {
  number: number;
  at: number;
  pace: number | null;
  round: number;
}

/** What is to be done, by its time. */
class Agenda {
  #heap: { at: number; run: () => void }[] = [];

  add(at: number, run: () => void): void {
    const heap = this.#heap;
    let index = heap.push({ at, run }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= at) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  next(): boolean {
    const heap = this.#heap;
    const first = heap[0];
    const end = heap.pop();
    if (!first || !end) return false;
    if (heap.length > 0) {
      heap[0] = end;
      let index = 0;
      for (;;) {
        let least = index;
        for (const child of [2 * index + 1, 2 * index + 2])
          if (this.#at(child) < this.#at(least)) least = child;
        if (least === index) break;
        this.#swap(index, least);
        index = least;
      }
    }
    first.run();
    return true;
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one && other) [this.#heap[a], this.#heap[b]] = [other, one];
  }
}
