"use client";
import { Field } from "@/components/forms/field";
import type { FormItem } from "@/lib/form/definition";
import { type BodyProps, errorAt } from "./body-parts";
import { useBuilderWords } from "./builder-words";

type Limited = Extract<FormItem, { min: unknown }>;

const WORDS = {
  short: ["minLength", "maxLength"],
  long: ["minLength", "maxLength"],
  number: ["min", "max"],
  date: ["minDay", "maxDay"],
  several: ["minChoices", "maxChoices"],
} as const;

/** How long, how many, from when until when. */
export function LimitsEditor({ item, problems, onChange }: BodyProps<Limited>) {
  const t = useBuilderWords();
  const error = errorAt(problems, t);
  const put = (side: "min" | "max", typed: string) => {
    const value = typed === "" ? null : item.kind === "date" ? typed : Number(typed);
    onChange({ ...item, [side]: value } as Limited, true);
  };
  return (
    <fieldset>
      <legend>{t("limits.legend")}</legend>
      <div className="two">
        {(["min", "max"] as const).map((side, at) => (
          <Field
            // A number that is half typed is none: what stands in the field is its own.
            key={`${item.id}-${side}`}
            name={`${item.id}-${side}`}
            label={t(`limits.${WORDS[item.kind][at] ?? "min"}`)}
            error={error(side)}
            type={item.kind === "date" ? "date" : "number"}
            step={item.kind === "number" && !item.whole ? "any" : undefined}
            inputMode={item.kind === "number" || item.kind === "date" ? undefined : "numeric"}
            defaultValue={item[side] ?? ""}
            autoComplete="off"
            onChange={({ target }) => put(side, target.value)}
          />
        ))}
      </div>
      {item.kind === "number" ? (
        <label className="check">
          <input
            type="checkbox"
            checked={item.whole}
            onChange={({ target }) => onChange({ ...item, whole: target.checked })}
          />
          {t("limits.whole")}
        </label>
      ) : null}
    </fieldset>
  );
}
