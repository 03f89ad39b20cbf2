"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { type FormDefinition, type ItemKind, MOST_ITEMS } from "@/lib/form/definition";
import { Glyph } from "../glyph";
import { AddQuestions } from "./add-questions";
import type { SaveForm } from "./builder-state";
import { useBuilderWords, useDeskLocale } from "./builder-words";
import {
  addItem,
  changeItem,
  duplicateItem,
  moveItem,
  newId,
  newItem,
  removeItem,
} from "./edit-form";
import { problemsOf } from "./form-problems";
import { FormStage } from "./form-stage";
import { FormStatusLine } from "./form-status";
import { ItemCard } from "./item-card";
import { itemTitle } from "./item-words";
import { LanguageBar } from "./language-bar";
import { RefusalBox } from "./refusal-box";
import { useFormSave } from "./use-form-save";

/** What an event asks: its questions in order, one of them open, and the form that they make. */
export function Builder({
  event,
  first,
  version,
  answered,
  save,
  previewHref,
}: {
  event: { id: string; isPublished: boolean };
  first: FormDefinition;
  version: number;
  answered: number;
  save: SaveForm;
  previewHref: string;
}) {
  const t = useBuilderWords();
  const locale = useDeskLocale();
  const { form, change, onLeave, status, refusal, isNew } = useFormSave({
    eventId: event.id,
    first,
    version,
    isPublished: event.isPublished,
    save,
  });
  const [open, setOpen] = useState<string | null>(null);
  const [language, setLanguage] = useState(first.languages[0] ?? locale);
  const [said, setSaid] = useState("");
  const [undo, setUndo] = useState<{ form: FormDefinition; text: string } | null>(null);
  const problems = useMemo(() => problemsOf(form), [form]);
  const list = useRef<HTMLOListElement>(null);
  /** What takes the focus once the list has changed: `grip` or `title` of a question. */
  const focus = useRef<{ id: string; part: "grip" | "title" | "label" } | null>(null);

  // A moved node has lost the focus, a new one never had it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the list.
  useEffect(() => {
    const wanted = focus.current;
    focus.current = null;
    if (wanted)
      list.current
        ?.querySelector<HTMLElement>(`[data-item="${wanted.id}"] [data-part="${wanted.part}"]`)
        ?.focus();
  }, [form, open]);

  const titleOf = (id: string) => {
    const item = form.items.find((each) => each.id === id);
    return item ? itemTitle(item, form, locale, t) : "";
  };
  const apply = (next: FormDefinition, typed = false) => {
    setUndo(null);
    change(next, typed);
  };
  const move = (id: string, to: number) => {
    if (to < 0 || to >= form.items.length) return;
    apply(moveItem(form, id, to));
    setSaid(t("moved", { question: titleOf(id), position: to + 1, count: form.items.length }));
  };
  const add = (kind: ItemKind) => {
    const item = newItem(kind);
    focus.current = { id: item.id, part: item.id.startsWith("q-") ? "label" : "title" };
    apply(addItem(form, item));
    setOpen(item.id);
  };
  const remove = (id: string) => {
    const text = t("removed", { question: titleOf(id) });
    const at = form.items.findIndex((item) => item.id === id);
    const next = form.items[at + 1] ?? form.items[at - 1];
    if (next) focus.current = { id: next.id, part: "title" };
    apply(removeItem(form, id));
    setUndo({ form, text });
    setOpen(null);
  };

  return (
    <main id="main" className="work form-work" tabIndex={-1} aria-label={t("title")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: leaving any of its fields saves what was typed there. */}
      <div className="build" onBlur={onLeave}>
        <header>
          <div className="grow">
            <h2>{t("heading")}</h2>
            <p className="muted">
              {event.isPublished && version > 0
                ? t("answered", { count: isNew ? 0 : answered })
                : t("lead")}
            </p>
          </div>
          <FormStatusLine status={status} problems={problems.length} />
        </header>
        <noscript>
          <p className="banner warn">{t("noScript")}</p>
        </noscript>
        {refusal ? <RefusalBox refusal={refusal} /> : null}
        <LanguageBar
          form={form}
          language={language}
          onLanguage={setLanguage}
          onChange={(languages) => {
            apply({ ...form, languages });
            if (!languages.includes(language)) setLanguage(languages[0] ?? locale);
          }}
        />
        <ol className="qs" aria-label={t("questions")} ref={list}>
          <li className="always">
            <AlwaysAsked />
          </li>
          {form.items.map((item, at) => (
            <ItemCard
              key={item.id}
              item={item}
              at={at}
              form={form}
              language={language}
              isOpen={open === item.id}
              problems={problems.filter((problem) => problem.item === item.id)}
              onToggle={() => setOpen(open === item.id ? null : item.id)}
              onMove={(to) => {
                focus.current = { id: item.id, part: "grip" };
                move(item.id, to);
              }}
              onDropped={(id, to) => move(id, to)}
              onChange={(changed, typed) => apply(changeItem(form, changed), typed)}
              onDuplicate={() => {
                const copy = newId("q");
                focus.current = { id: copy, part: "label" };
                apply(duplicateItem(form, item.id, copy));
                setOpen(copy);
              }}
              onRemove={() => remove(item.id)}
            />
          ))}
        </ol>
        {form.items.length === 0 ? <p className="muted none">{t("none")}</p> : null}
        {undo ? (
          <div className="banner undo" role="status">
            <p>{undo.text}</p>
            <Button
              size="small"
              onClick={() => {
                change(undo.form);
                setUndo(null);
              }}
            >
              {t("undo")}
            </Button>
          </div>
        ) : null}
        <p className="vh" role="status">
          {said}
        </p>
        {form.items.length < MOST_ITEMS ? (
          <AddQuestions form={form} onAdd={add} />
        ) : (
          <p className="muted">{t("full", { count: MOST_ITEMS })}</p>
        )}
      </div>
      <FormStage href={previewHref} form={form} language={language} />
    </main>
  );
}

function AlwaysAsked() {
  const t = useBuilderWords();
  return (
    <div className="q">
      <span className="drag">
        <Glyph name="check" />
      </span>
      <p className="t">
        {t("always")}
        <small>{t("alwaysHelp")}</small>
      </p>
    </div>
  );
}
