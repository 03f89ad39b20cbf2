interface Limit {
  calls: number;
  windowSeconds: number;
}

/** Rate limits over sliding windows, each for what its key names. */
export class Throttle {
  #calls = new Map<string, number[]>();

  /** Seconds to wait, or null when the call may go on. A refused call doesn't count. */
  check(key: string, limit: Limit | null, now: number): number | null {
    if (limit === null) return null;
    const windowMs = limit.windowSeconds * 1000;
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - windowMs);
    this.#calls.set(key, recent);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit.calls) {
      return Math.max(1, Math.ceil((oldest + windowMs - now) / 1000));
    }
    recent.push(now);
    return null;
  }

  reset(): void {
    this.#calls.clear();
  }
}
