import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { deskDates } from "@/components/desk/dates";
import { MoveForm } from "@/components/desk/moving/move-form";
import { MoveProblem } from "@/components/desk/moving/move-problem";
import { isUuid } from "@/components/desk/roster/address";
import { readEvent } from "@/lib/events/read-events";
import { asLocale, LOCALE_REGIONS } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { readTarget } from "@/lib/moving/read-target";
import { requireEvent } from "@/lib/session/require-event";
import { EventFrame } from "../../event-frame";
import { moveAction } from "../actions";

type Props = {
  params: Promise<{ locale: string; id: string; meeting: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "moving")("title") };
}

/** What moving there means, before its button: the way in, for how many, and what they notice. */
export default async function ConfirmMovePage({ params, searchParams }: Props) {
  const { id, meeting, locale: code } = await params;
  const locale = asLocale(code);
  const access = await requireEvent(id, "own");
  const [event, target] = await Promise.all([
    readEvent(access),
    isUuid(meeting) ? readTarget(access, meeting) : null,
  ]);
  if (!target) notFound();
  const { problem, reason, starts, ends } = await searchParams;
  const dates = deskDates(LOCALE_REGIONS[locale], event.zone);
  const isOther = isTime(starts) && isTime(ends) && !isSameTime(starts, ends, event);
  return (
    <EventFrame event={event} tab="settings" locale={locale}>
      <main id="main" className="page narrow" tabIndex={-1}>
        <MoveProblem problem={problem} reason={reason} target={target} locale={locale} />
        <MoveForm
          event={event}
          target={target}
          times={
            isOther
              ? {
                  meeting: dates.when(starts, ends),
                  event: dates.when(event.startsAt, event.endsAt),
                }
              : null
          }
          action={moveAction}
          locale={locale}
        />
      </main>
    </EventFrame>
  );
}

/** The address may say anything. */
function isTime(value: string | string[] | undefined): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isSameTime(
  starts: string,
  ends: string,
  event: { startsAt: string; endsAt: string },
): boolean {
  return (
    Date.parse(starts) === Date.parse(event.startsAt) &&
    Date.parse(ends) === Date.parse(event.endsAt)
  );
}
