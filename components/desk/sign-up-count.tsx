"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "use-intl";
import type { EventSummary } from "@/lib/events/read-events";
import { occupied, waiting } from "./event-state";
import { eventQuery } from "./events-query";

/** How many signed up, live, beside its tab's name. */
export function SignUpCount(initial: { event: EventSummary; at: number }) {
  const { data: event } = useQuery(eventQuery(initial));
  const { counts } = event;
  const count = occupied(counts) + waiting(counts) + counts.withdrawn;
  const locale = useLocale();
  return count > 0 ? <span className="c">{count.toLocaleString(locale)}</span> : null;
}
