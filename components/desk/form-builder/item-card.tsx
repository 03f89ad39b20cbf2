"use client";
import clsx from "clsx";
import { type KeyboardEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { FormDefinition, FormItem } from "@/lib/form/definition";
import { Glyph } from "../glyph";
import { useBuilderWords, useDeskLocale } from "./builder-words";
import type { Problem } from "./form-problems";
import { ItemBody } from "./item-body";
import { itemTitle } from "./item-words";
import { KindGlyph } from "./kind-glyph";
import { useSortable } from "./use-sortable";

/** One question: its row, which can be moved and opened, and when open all that it is made of. */
export function ItemCard({
  item,
  at,
  form,
  language,
  isOpen,
  problems,
  onToggle,
  onMove,
  onDropped,
  onChange,
  onDuplicate,
  onRemove,
}: {
  item: FormItem;
  at: number;
  form: FormDefinition;
  language: FormDefinition["languages"][number];
  isOpen: boolean;
  problems: Problem[];
  onToggle: () => void;
  /** To this index of the list. */
  onMove: (to: number) => void;
  /** Another question was dropped here. */
  onDropped: (id: string, to: number) => void;
  onChange: (changed: FormItem, typed?: boolean) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}) {
  const t = useBuilderWords();
  const locale = useDeskLocale();
  const row = useRef<HTMLLIElement>(null);
  const grip = useRef<HTMLButtonElement>(null);
  const { edge, isDragged } = useSortable({ row, handle: grip, id: item.id, at, onDropped });
  const title = itemTitle(item, form, locale, t);
  const on = form.items.find(({ id }) => id === item.showIf?.question);
  const isStandard = !item.id.startsWith("q-");
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onMove(at + step);
  };
  return (
    <li
      ref={row}
      data-item={item.id}
      data-edge={edge ?? undefined}
      className={clsx(isOpen && "on", isDragged && "dragged", item.showIf && "child")}
    >
      <div className="q">
        <button
          type="button"
          className="drag"
          ref={grip}
          data-part="grip"
          aria-label={t("drag", { question: title })}
          onKeyDown={onKeyDown}
        >
          <KindGlyph name="grip" />
        </button>
        <button
          type="button"
          className="t"
          data-part="title"
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          <KindGlyph name={item.kind} />
          <span>
            {title}
            <small>
              {[
                isStandard ? null : t(`kinds.${item.kind}`),
                on && t("conditional", { question: itemTitle(on, form, locale, t) }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </span>
        </button>
        <div className="meta">
          {problems.length > 0 ? <Glyph name="s-bad" className="bad" /> : null}
          {item.kind !== "heading" && item.required ? (
            <span className="pill">{t("required")}</span>
          ) : null}
          <Glyph name={isOpen ? "up" : "down"} />
        </div>
      </div>
      {isOpen ? (
        <>
          <ItemBody
            item={item}
            form={form}
            language={language}
            problems={problems}
            onChange={onChange}
          />
          <div className="qfoot">
            {item.kind === "heading" ? null : (
              <label className="check">
                <input
                  type="checkbox"
                  checked={item.required}
                  onChange={({ target }) => onChange({ ...item, required: target.checked })}
                />
                {t("required")}
              </label>
            )}
            <span className="grow" />
            <Button
              size="small"
              variant="quiet"
              aria-disabled={at === 0 || undefined}
              onClick={() => onMove(at - 1)}
            >
              <Glyph name="up" />
              {t("moveUp")}
            </Button>
            <Button
              size="small"
              variant="quiet"
              aria-disabled={at === form.items.length - 1 || undefined}
              onClick={() => onMove(at + 1)}
            >
              <Glyph name="down" />
              {t("moveDown")}
            </Button>
            {isStandard ? null : (
              <Button size="small" variant="quiet" onClick={onDuplicate}>
                <Glyph name="copy" />
                {t("duplicate")}
              </Button>
            )}
            <Button size="small" variant="quiet" className="danger" onClick={onRemove}>
              {t("remove")}
            </Button>
          </div>
        </>
      ) : null}
    </li>
  );
}
