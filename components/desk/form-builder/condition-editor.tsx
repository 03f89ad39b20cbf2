"use client";
import clsx from "clsx";
import { FieldError } from "@/components/forms/field-frame";
import { conditionValues, type FormItem } from "@/lib/form/definition";
import { say } from "@/lib/form/say";
import { type BodyProps, errorAt } from "./body-parts";
import { useBuilderWords, useDeskLocale } from "./builder-words";
import { deciders } from "./edit-form";
import { itemTitle } from "./item-words";

/** Whether a question is asked always, or only after certain answers to one further up. */
export function ConditionEditor({ item, form, problems, onChange }: BodyProps) {
  const t = useBuilderWords();
  const locale = useDeskLocale();
  const error = errorAt(problems, t)("showIf");
  const on = form.items.find(({ id }) => id === item.showIf?.question);
  const possible = deciders(form, item.id);
  // A condition that was moved out of reach stays visible until it is mended.
  const offered = on && !possible.includes(on) ? [...possible, on] : possible;
  const errorId = `${item.id}-show-if-error`;
  if (offered.length === 0) return null;
  const begin = (id: string) => {
    const next = form.items.find((each) => each.id === id);
    const values = next ? conditionValues(next) : null;
    const is = values ? values.slice(0, 1) : ("answered" as const);
    onChange({ ...item, showIf: next ? { question: next.id, is } : null });
  };
  return (
    <fieldset className={clsx("cond", error && "field--bad")}>
      <legend>{t("showIf.legend")}</legend>
      {error ? <FieldError id={errorId} text={error} /> : null}
      <div className="row">
        <label htmlFor={`${item.id}-on`}>{t("showIf.question")}</label>
        <select
          id={`${item.id}-on`}
          className="input"
          value={item.showIf?.question ?? ""}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          onChange={({ target }) => begin(target.value)}
        >
          <option value="">{t("showIf.always")}</option>
          {offered.map((each) => (
            <option key={each.id} value={each.id}>
              {itemTitle(each, form, locale, t)}
            </option>
          ))}
        </select>
        {on && !conditionValues(on) ? <span>{t("showIf.answered")}</span> : null}
        {on?.kind === "consent" ? <span>{t("showIf.agreed")}</span> : null}
      </div>
      {on && on.kind !== "consent" ? (
        <Answers item={item} on={on} onChange={onChange} form={form} />
      ) : null}
    </fieldset>
  );
}

function Answers({
  item,
  on,
  form,
  onChange,
}: Pick<BodyProps, "item" | "form" | "onChange"> & { on: FormItem }) {
  const t = useBuilderWords();
  const locale = useDeskLocale();
  const values = conditionValues(on);
  const { showIf } = item;
  if (!values || !showIf) return null;
  const chosen = showIf.is === "answered" ? values : showIf.is;
  const nameOf = (value: string) => {
    if (value === "yes" || value === "no") return t(`showIf.${value}`);
    const choice = "choices" in on ? on.choices.find(({ id }) => id === value) : undefined;
    return (choice && say(choice.label, locale, form.languages).text) || t("unnamed");
  };
  return (
    <div className="row">
      <span>{t("showIf.is")}</span>
      {values.map((value) => (
        <label className="check" key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) => {
              const is = values.filter((each) =>
                each === value ? target.checked : chosen.includes(each),
              );
              onChange({ ...item, showIf: { ...showIf, is } });
            }}
          />
          {nameOf(value)}
        </label>
      ))}
    </div>
  );
}
