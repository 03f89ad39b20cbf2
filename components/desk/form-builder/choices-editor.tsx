"use client";
import clsx from "clsx";
import { useEffect, useRef } from "react";
import { FieldError } from "@/components/forms/field-frame";
import { Button } from "@/components/ui/button";
import { CHOICE_LENGTH, type Choice, type FormItem, MOST_CHOICES } from "@/lib/form/definition";
import { Glyph } from "../glyph";
import { type BodyProps, errorAt, fallbackIn } from "./body-parts";
import { useBuilderWords } from "./builder-words";
import { newId, write } from "./edit-form";

/** The answers to choose from. Each keeps its id, so that its words can be mended. */
export function ChoicesEditor({
  item,
  form,
  language,
  problems,
  onChange,
}: BodyProps<Extract<FormItem, { choices: Choice[] }>>) {
  const t = useBuilderWords();
  const error = errorAt(problems, t);
  const words = fallbackIn({ form, language }, t);
  const list = useRef<HTMLUListElement>(null);
  const added = useRef<string | null>(null);
  const { choices } = item;
  const put = (changed: Choice[], typed?: boolean) =>
    onChange({ ...item, choices: changed }, typed);
  const add = () => {
    const choice = { id: newId("c"), label: {} };
    added.current = choice.id;
    put([...choices, choice]);
  };
  const swap = (a: number, b: number) => {
    const [first, second] = [choices[a], choices[b]];
    if (first && second) put(choices.with(a, second).with(b, first));
  };
  useEffect(() => {
    if (added.current)
      list.current?.querySelector<HTMLElement>(`[name="${added.current}"]`)?.focus();
    added.current = null;
  });
  const few = problems.find(({ path }) => path === "choices");
  return (
    <fieldset className={clsx(few && "field--bad")}>
      <legend>{t("choices.legend")}</legend>
      {few ? <FieldError id={`${item.id}-choices-error`} text={error("choices") ?? ""} /> : null}
      <ul className="opts" ref={list}>
        {choices.map((choice, at) => {
          const wrong = error(`choices.${at}`);
          const number = at + 1;
          return (
            <li key={choice.id} className={clsx(wrong && "field--bad")}>
              {wrong ? <FieldError id={`${choice.id}-error`} text={wrong} /> : null}
              <div>
                <input
                  className="input"
                  name={choice.id}
                  aria-label={t("choices.one", { number })}
                  aria-invalid={wrong ? true : undefined}
                  aria-describedby={wrong ? `${choice.id}-error` : undefined}
                  value={choice.label[language] ?? ""}
                  lang={language}
                  placeholder={words(choice.label)}
                  maxLength={CHOICE_LENGTH}
                  autoComplete="off"
                  onKeyDown={(event) => {
                    if (event.key !== "Enter" || choices.length >= MOST_CHOICES) return;
                    event.preventDefault();
                    add();
                  }}
                  onChange={({ target }) =>
                    put(
                      choices.with(at, {
                        ...choice,
                        label: write(choice.label, language, target.value),
                      }),
                      true,
                    )
                  }
                />
                <IconButton
                  glyph="up"
                  label={t("choices.up", { number })}
                  disabled={at === 0}
                  onClick={() => swap(at, at - 1)}
                />
                <IconButton
                  glyph="down"
                  label={t("choices.down", { number })}
                  disabled={at === choices.length - 1}
                  onClick={() => swap(at, at + 1)}
                />
                <IconButton
                  glyph="x"
                  label={t("choices.remove", { number })}
                  onClick={() => put(choices.filter(({ id }) => id !== choice.id))}
                />
              </div>
            </li>
          );
        })}
      </ul>
      {choices.length < MOST_CHOICES ? (
        <Button size="small" variant="quiet" onClick={add}>
          <Glyph name="plus" />
          {t("choices.add")}
        </Button>
      ) : null}
      {item.kind === "one" && choices.length > 5 ? (
        <p className="hint">{t("choices.list")}</p>
      ) : null}
    </fieldset>
  );
}

function IconButton({
  glyph,
  label,
  disabled,
  onClick,
}: {
  glyph: "up" | "down" | "x";
  label: string;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="button button--small button--quiet icon-only"
      aria-label={label}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
    >
      <Glyph name={glyph} />
    </button>
  );
}
