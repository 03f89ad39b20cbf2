import { z } from "zod";

/** A service's misbehaviour on demand. `perform` does the operation first and then misbehaves about it. */
const perform = z.boolean().optional();
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    perform,
  }),
  z.strictObject({ kind: z.literal("throttle"), retryAfter: z.union([z.number(), z.string()]) }),
  /** `after` does the operation at once and keeps the answer back. */
  z.strictObject({
    kind: z.literal("delay"),
    ms: z.number().min(0),
    when: z.enum(["before", "after"]).optional(),
  }),
  z.strictObject({ kind: z.literal("reset"), perform }),
  z.strictObject({ kind: z.literal("hang"), perform }),
  z.strictObject({ kind: z.literal("garbage"), perform }),
  z.strictObject({ kind: z.literal("empty"), perform }),
  /** The operation is done, its answer comes byte by byte. */
  z.strictObject({ kind: z.literal("slow-drip"), msPerByte: z.number().min(1).optional() }),
  z.strictObject({ kind: z.literal("done-but-unanswered") }),
]);

export const faultRequestSchema = z.strictObject({
  service: z.enum(["graph", "entra", "smtp"]),
  match: z
    .strictObject({
      method: z.string().optional(),
      /** A regular expression over path and query below the service's URL. */
      path: z.string().optional(),
      /** An oid. */
      organizer: z.string().optional(),
      /** A regular expression over a recipient's address (smtp). */
      recipient: z.string().optional(),
      /** Only the nth request that matches, counted from 1. */
      nth: z.number().int().min(1).optional(),
    })
    .default({}),
  /** Absent: once. null: until it is cleared. */
  times: z.number().int().min(1).nullable().default(1),
  fault: faultSchema,
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultRequest = z.input<typeof faultRequestSchema>;

export interface Subject {
  service: "graph" | "entra" | "smtp";
  method?: string;
  path?: string;
  organizer?: string | null;
  recipient?: string;
}

interface Planted extends z.infer<typeof faultRequestSchema> {
  id: string;
  seen: number;
  fired: number;
}

export class Faults {
  #planted: Planted[] = [];
  #next = 1;

  add(request: FaultRequest): string {
    const parsed = faultRequestSchema.parse(request);
    for (const pattern of [parsed.match.path, parsed.match.recipient]) {
      if (pattern !== undefined) new RegExp(pattern);
    }
    const id = `fault-${this.#next++}`;
    this.#planted.push({ ...parsed, id, seen: 0, fired: 0 });
    return id;
  }

  list(): readonly Planted[] {
    return this.#planted;
  }

  remove(id: string): boolean {
    const before = this.#planted.length;
    this.#planted = this.#planted.filter((fault) => fault.id !== id);
    return this.#planted.length < before;
  }

  clear(): void {
    this.#planted = [];
  }

  /** The first fault that is meant for this request, now used up once more. */
  take(subject: Subject): Fault | null {
    for (const planted of this.#planted) {
      if (!matches(planted, subject)) continue;
      planted.seen++;
      if (planted.match.nth !== undefined && planted.seen !== planted.match.nth) continue;
      if (planted.times !== null && planted.fired >= planted.times) continue;
      planted.fired++;
      return planted.fault;
    }
    return null;
  }
}

function matches({ service, match }: Planted, subject: Subject): boolean {
  return (
    service === subject.service &&
    (match.method === undefined || match.method.toUpperCase() === subject.method) &&
    (match.path === undefined || new RegExp(match.path).test(subject.path ?? "")) &&
    (match.organizer === undefined || match.organizer === subject.organizer) &&
    (match.recipient === undefined ||
      new RegExp(match.recipient, "i").test(subject.recipient ?? ""))
  );
}
