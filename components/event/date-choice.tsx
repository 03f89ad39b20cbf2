import { clsx } from "clsx";
import { FieldError } from "@/components/forms/field-frame";
import type { PublicDate } from "@/lib/events/read-page";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { formatWhen } from "@/lib/time/format-when";
import { DATE_HOURS } from "./date-line";
import { DatePlaces, DateTick } from "./date-tick";
import { readerWhen } from "./event-when";
import { WhenText } from "./when-text";

type Errors = Record<string, string> | undefined;

/** What is wrong with the dates, for the head of the form: each by its day. */
export function dateErrors(
  dates: readonly PublicDate[],
  errors: Errors,
  locale: Locale,
): { field: string; text: string }[] {
  const group = errorText(errors?.dates, locale);
  return [
    ...(group ? [{ field: "dates", text: group }] : []),
    ...dates.flatMap((date) => {
      const text = errorText(errors?.[`dates.${date.id}`], locale);
      if (!text) return [];
      const { startsAt, endsAt, zone } = date;
      const when = formatWhen({
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
        zone,
        locale,
      });
      return [{ field: `dates.${date.id}`, text: `${when.date}: ${text}` }];
    }),
  ];
}

function errorText(key: string | undefined, locale: Locale): string | undefined {
  return key ? translator(locale, "series")(key as "errors.full") : undefined;
}

/**
 * Which dates they come to. What is over or cancelled isn't offered; how many places are left is
 * live, and in a cached page left out. `exact`: drawn for this reader, so what is full is said.
 */
export function DateChoice({
  slug,
  dates,
  chosen,
  own,
  readerZone = null,
  errors,
  locale,
  exact = false,
}: {
  slug: string;
  dates: readonly PublicDate[];
  chosen: readonly string[];
  /** They come to these already: what of them has begun stays as it is. */
  own?: readonly string[];
  readerZone?: string | null;
  errors?: Errors;
  locale: Locale;
  exact?: boolean;
}) {
  const t = translator(locale, "series");
  const label = translator(locale, "common")("errorLabel");
  const error = errorText(errors?.dates, locale);
  const offered = dates.filter(
    ({ cancelled, endsAt }) => !cancelled && Date.parse(endsAt) > Date.now(),
  );
  return (
    <fieldset
      className={clsx("field", error && "field--bad")}
      aria-describedby={error ? "dates-error dates-hint" : "dates-hint"}
      id="dates"
      tabIndex={-1}
    >
      <legend className="field__label">{t("legend")}</legend>
      {error ? <FieldError id="dates-error" label={label} text={error} /> : null}
      <p className="field__hint" id="dates-hint">
        {t("hint")}
      </p>
      <div className="options">
        {offered.map((date) => {
          const { id, startsAt, endsAt, zone } = date;
          const when = readerWhen({ startsAt, endsAt, zone, readerZone, locale });
          const isOwn = own?.includes(id) ?? false;
          const begun = own !== undefined && Date.parse(startsAt) <= Date.now();
          const wrong = errorText(errors?.[`dates.${id}`], locale);
          const box = {
            type: "checkbox",
            id: `dates.${id}`,
            name: "dates",
            value: id,
            defaultChecked: begun ? isOwn : chosen.includes(id),
            "aria-invalid": wrong !== undefined || undefined,
            "aria-describedby": wrong ? `dates.${id}-error` : undefined,
          };
          const counted =
            date.hasCapacity && !begun
              ? { slug, locale, id, isOwn, isFull: exact && date.wasFull }
              : null;
          return (
            <div key={id} className={clsx(wrong && "field--bad")}>
              {wrong ? <FieldError id={`dates.${id}-error`} label={label} text={wrong} /> : null}
              <label className="option" htmlFor={box.id}>
                {counted ? (
                  <DateTick {...box} date={counted} />
                ) : (
                  <input {...box} disabled={begun} />
                )}
                <span>
                  <time dateTime={startsAt}>
                    <WhenText when={when} text="{date}" />
                  </time>
                  <small className="option__about num">
                    <WhenText when={when} {...DATE_HOURS} />
                    {begun ? ` · ${t("state.begun")}` : null}
                    {counted ? <DatePlaces date={counted} full={t("state.full")} /> : null}
                  </small>
                </span>
              </label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
