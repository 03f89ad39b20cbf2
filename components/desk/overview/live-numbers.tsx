"use client";
import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import type { ReactNode } from "react";
import { useLocale } from "use-intl";
import type { EventSummary } from "@/lib/events/read-events";
import { occupied, waiting } from "../event-state";
import { eventQuery } from "../events-query";
import { Seats } from "../seats";
import { useWords } from "../words";

/** The event's four figures, live: the same poll as the dashboard's. */
export function LiveNumbers({ initial }: { initial: { event: EventSummary; at: number } }) {
  const t = useWords();
  const locale = useLocale();
  const { data: event } = useQuery(eventQuery(initial));
  const { counts, capacity } = event;
  const all = occupied(counts) + waiting(counts) + counts.withdrawn;
  const number = (value: number) => value.toLocaleString(locale);
  return (
    <dl className="nums">
      <Figure
        name={t("overview.taken")}
        value={number(counts.taken)}
        beside={capacity === null ? t("overview.unlimited") : t("overview.of", { capacity })}
        under={othersText()}
      >
        {capacity === null ? null : (
          <>
            <Seats
              taken={occupied(counts)}
              capacity={capacity}
              marks={80}
              label={t("seats.limited", { taken: occupied(counts), capacity })}
            />
            <span className="seats-key">
              <span>
                <i />
                {t("seats.taken")}
              </span>
              <span>
                <i className="free" />
                {t("seats.free", { count: Math.max(capacity - occupied(counts), 0) })}
              </span>
            </span>
          </>
        )}
      </Figure>
      <Figure
        name={t("overview.today")}
        value={counts.today > 0 ? `+${number(counts.today)}` : "0"}
        under={t("overview.todayHelp")}
      />
      <Figure
        name={t("overview.links")}
        value={number(counts.ready)}
        tone={counts.failed > 0 ? "bad" : counts.waiting > 0 ? "warn" : undefined}
        under={linksText()}
      />
      <Figure
        name={t("overview.gaveUp")}
        value={number(counts.withdrawn)}
        under={
          counts.withdrawn === 0
            ? t("overview.gaveUpNone")
            : t("overview.gaveUpShare", { share: counts.withdrawn / all })
        }
      />
    </dl>
  );

  /** Places that are nobody's yet, and people who have none. */
  function othersText(): string | undefined {
    const kinds = ["held", "offered", "waitlisted", "awaitingApproval", "unconfirmed"] as const;
    const parts = kinds
      .filter((kind) => counts[kind] > 0)
      .map((kind) => t(`overview.${kind}`, { count: counts[kind] }));
    return parts.length > 0 ? parts.join(", ") : undefined;
  }

  function linksText(): string {
    const parts = [
      counts.failed > 0 && t("overview.linksFailed", { count: counts.failed }),
      counts.waiting > 0 && t("overview.linksWaiting", { count: counts.waiting }),
    ].filter(Boolean);
    if (parts.length > 0) return parts.join(", ");
    return counts.taken > 0 ? t("overview.linksAll") : t("overview.linksNone");
  }
}

function Figure({
  name,
  value,
  beside,
  under,
  tone,
  children,
}: {
  name: string;
  value: string;
  beside?: string;
  under?: string;
  tone?: "bad" | "warn";
  children?: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b> {beside ? <small>{beside}</small> : null}
        {under ? <small className={clsx("under", tone)}>{under}</small> : null}
        {children}
      </dd>
    </div>
  );
}
