import type { Settings } from "./settings.ts";

/** A rate limit for each organizer on its own, when the settings ask for one. */
export class Throttle {
  #calls = new Map<string, number[]>();

  /** Seconds to wait, or null when the call may go on. A refused call doesn't count. */
  check(organizer: string, limit: Settings["rateLimit"], now: number): number | null {
    if (limit === null) return null;
    const windowMs = limit.windowSeconds * 1000;
    const recent = (this.#calls.get(organizer) ?? []).filter((at) => at > now - windowMs);
    this.#calls.set(organizer, recent);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit.perOrganizer) {
      return Math.max(1, Math.ceil((oldest + windowMs - now) / 1000));
    }
    recent.push(now);
    return null;
  }
}
