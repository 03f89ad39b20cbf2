"use client";
import { useState } from "react";
import { useLocale } from "use-intl";
import { Field } from "@/components/forms/field";
import type { ShownTerms } from "@/lib/enrolment/webinar-terms";
import { CAPACITY_MAX, HOLD_MINUTES, OFFER_MINUTES } from "@/lib/events/schema";
import { asLocale } from "@/lib/i18n/locales";
import { formatRemaining } from "@/lib/time/remaining";
import { SelectField } from "../select-field";
import { useWords } from "../words";
import type { EditorValues } from "./editor-state";
import { Toggle } from "./toggle";
import { WebinarPlaces } from "./webinar-places";

/** How many places there are, and who gets them. */
export function PlaceFields({
  values,
  terms,
  error,
  series,
}: {
  values: EditorValues;
  /** Of a webinar: what it takes at Microsoft. */
  terms: ShownTerms | null;
  error: (field: keyof EditorValues) => string | undefined;
  /** Where people choose among dates, each has its places. */
  series: { href: string; link: string; placesByDate: string | null };
}) {
  const t = useWords();
  const [capacity, setCapacity] = useState(values.capacity);
  const locale = asLocale(useLocale().slice(0, 2));
  const lengths = (choices: readonly number[]) =>
    choices.map((minutes) => ({
      value: String(minutes),
      label: formatRemaining(minutes * 60_000, locale),
    }));
  const toggle = (name: "waitlist" | "approval" | "confirmAddress") => ({
    name,
    title: t(`editor.${name}`),
    help: t(`editor.${name}Help`),
    checked: values[name] === "on",
    error: error(name),
  });
  const confirm = (
    <Toggle {...toggle("confirmAddress")}>
      <SelectField
        name="holdMinutes"
        label={t("editor.holdMinutes")}
        hint={t("editor.holdHelp")}
        error={error("holdMinutes")}
        options={lengths(HOLD_MINUTES)}
        defaultValue={values.holdMinutes}
      />
    </Toggle>
  );
  if (series.placesByDate)
    return (
      <div className="stack">
        <input type="hidden" name="toggles" value="1" />
        <p>
          {series.placesByDate} <a href={series.href}>{series.link}</a>
        </p>
        {confirm}
      </div>
    );
  return (
    <div className="stack">
      <input type="hidden" name="toggles" value="1" />
      <Field
        name="capacity"
        label={t("editor.capacity")}
        hint={t("editor.capacityHelp")}
        error={error("capacity")}
        defaultValue={values.capacity}
        onInput={(event) => setCapacity(event.currentTarget.value)}
        placeholder={t("editor.capacityHint")}
        inputMode="numeric"
        autoComplete="off"
        maxLength={String(CAPACITY_MAX).length + 4}
      />
      {terms ? <WebinarPlaces terms={terms} typed={capacity} /> : null}
      <Toggle {...toggle("waitlist")}>
        <SelectField
          name="offerMinutes"
          label={t("editor.offerMinutes")}
          hint={t("editor.offerHelp")}
          error={error("offerMinutes")}
          options={lengths(OFFER_MINUTES)}
          defaultValue={values.offerMinutes}
        />
      </Toggle>
      {confirm}
      <Toggle {...toggle("approval")} />
    </div>
  );
}
