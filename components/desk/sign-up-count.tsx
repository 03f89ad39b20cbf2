"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "use-intl";
import type { EventSummary } from "@/lib/events/read-events";
import { eventQuery } from "./events-query";

/** How many signed up, live, beside its tab's name. */
export function SignUpCount(initial: { event: EventSummary; at: number }) {
  const { data: event } = useQuery(eventQuery(initial));
  const count = event.counts.taken + event.counts.withdrawn;
  const locale = useLocale();
  return count > 0 ? <span className="c">{count.toLocaleString(locale)}</span> : null;
}
