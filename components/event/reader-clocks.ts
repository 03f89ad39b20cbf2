"use client";
import { MOST_SPANS } from "@/lib/time/most-spans";
import type { WhenLines } from "@/lib/time/when-lines";

interface Span {
  /** ISO, as is its end. */
  startsAt: string;
  endsAt: string;
  /** The event's. */
  zone: string;
  locale: string;
}

interface Question {
  spans: string[];
  answer: Promise<WhenLines[]>;
}

let zone: Promise<string> | undefined;
let open: Question | null = null;
const known = new Map<string, Promise<WhenLines | undefined>>();

/**
 * The zone of this browser, asked for in a worker: the first question about one takes longer than
 * bringing the whole page to life. Where no worker may run, the page asks.
 */
export function readerZone(): Promise<string> {
  zone ??= new Promise<string>((tell, fail) => {
    const worker = new Worker("/reader-zone.js");
    worker.onmessage = ({ data }) => tell(data);
    worker.onerror = fail;
  }).catch(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  return zone;
}

/**
 * What a span is in that zone, as the server says it, by one request for all who ask at the same
 * moment, and once; undefined where no answer came, and then the page goes on saying the event's
 * own time.
 */
export function linesIn(zone: string, span: Span): Promise<WhenLines | undefined> {
  const { startsAt, endsAt, locale } = span;
  const name = `${startsAt}/${endsAt}/${span.zone}`;
  const lines = known.get(name);
  if (lines) return lines;
  if (!open || open.spans.length === MOST_SPANS) open = begin(zone, locale);
  const place = open.spans.push(name) - 1;
  const asked = open.answer.then((all) => all[place]);
  known.set(name, asked);
  return asked;
}

function begin(zone: string, locale: string): Question {
  const spans: string[] = [];
  return { spans, answer: Promise.resolve().then(() => ask(spans, zone, locale)) };
}

async function ask(spans: string[], zone: string, lang: string): Promise<WhenLines[]> {
  open = null;
  const query = new URLSearchParams([
    ["zone", zone],
    ["lang", lang],
    ...spans.map((span) => ["span", span]),
  ]);
  try {
    const answer = await fetch(`/api/when?${query}`);
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}
