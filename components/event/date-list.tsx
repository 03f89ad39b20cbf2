import { clsx } from "clsx";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { DateLine } from "./date-line";

/** A date as a list shows it; times are ISO. */
export interface ListedDate {
  id: string;
  startsAt: string;
  endsAt: string;
  zone: string;
  cancelled: boolean;
}

/** So many are shown at once; more of them are folded. */
const SHOWN = 6;

/** Dates in their order, with what became of those that won't be. */
export function DateList({
  dates,
  readerZone = null,
  locale,
}: {
  dates: readonly ListedDate[];
  readerZone?: string | null;
  locale: Locale;
}) {
  const t = translator(locale, "series");
  const list = (
    <ol className="dates">
      {dates.map((date) => {
        const over = Date.parse(date.endsAt) <= Date.now();
        const state = date.cancelled ? t("state.cancelled") : over ? t("state.over") : null;
        return (
          <li key={date.id} className={clsx(state && "dates__off")}>
            <DateLine {...date} readerZone={readerZone} locale={locale} />
            {state ? <small className="dates__state">{state}</small> : null}
          </li>
        );
      })}
    </ol>
  );
  if (dates.length <= SHOWN) return list;
  return (
    <details>
      <summary>{t("all")}</summary>
      {list}
    </details>
  );
}
