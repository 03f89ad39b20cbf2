"use client";
import clsx from "clsx";
import { useLocale } from "use-intl";
import { FieldError } from "@/components/forms/field-frame";
import { ALARMS, FOLLOW_UPS } from "@/lib/events/schema";
import { SelectField } from "../select-field";
import { useWords } from "../words";
import type { EditorValues } from "./editor-state";
import { ReminderRows } from "./reminder-rows";

const HOUR = 60;
const DAY = 24 * HOUR;

/** What goes out by the clock: reminders, the follow-up, and the alarm in calendars. */
export function MailFields({
  values,
  error,
  onCommit,
}: {
  values: EditorValues;
  error: (field: keyof EditorValues) => string | undefined;
  /** A row came or went: what no field's own event tells. */
  onCommit: () => void;
}) {
  const t = useWords();
  const locale = useLocale();
  const bad = error("reminders");
  const off = { value: "off", label: t("editor.off") };
  return (
    <section id="mails" aria-labelledby="mails-title">
      <h2 id="mails-title">{t("editor.part.mails")}</h2>
      <p>{t("editor.mailsLead")}</p>
      <div className="stack">
        <fieldset
          id="reminders"
          tabIndex={-1}
          className={clsx("field", bad && "field--bad")}
          aria-describedby={bad ? "reminders-error reminders-hint" : "reminders-hint"}
        >
          <legend className="field__label">{t("editor.reminders")}</legend>
          {bad ? <FieldError id="reminders-error" text={bad} /> : null}
          <ReminderRows value={values.reminders} onCommit={onCommit} />
          <p className="field__hint" id="reminders-hint">
            {t("editor.remindersHelp")}
          </p>
        </fieldset>
        <SelectField
          name="followUp"
          label={t("editor.followUp")}
          hint={t("editor.followUpHelp")}
          error={error("followUp")}
          defaultValue={values.followUp}
          options={[
            off,
            ...FOLLOW_UPS.map((minutes) => ({
              value: String(minutes),
              label: t("editor.afterEnd", { time: lengthText(minutes, locale) }),
            })),
          ]}
        />
        <SelectField
          name="alarm"
          label={t("editor.alarm")}
          hint={t("editor.alarmHelp")}
          error={error("alarm")}
          defaultValue={values.alarm}
          options={[
            off,
            ...ALARMS.map((minutes) => ({
              value: String(minutes),
              label:
                minutes === 0
                  ? t("editor.atStart")
                  : t("editor.beforeStart", { time: lengthText(minutes, locale) }),
            })),
          ]}
        />
      </div>
    </section>
  );
}

/** `1 day`, `15 minutes`. */
function lengthText(minutes: number, locale: string): string {
  const [value, unit] =
    minutes % DAY === 0
      ? [minutes / DAY, "day"]
      : minutes % HOUR === 0
        ? [minutes / HOUR, "hour"]
        : [minutes, "minute"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}
