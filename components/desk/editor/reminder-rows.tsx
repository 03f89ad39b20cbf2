"use client";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { ReminderUnit } from "@/lib/events/schema";
import { Glyph } from "../glyph";
import { useScripted } from "../use-scripted";
import { useWords } from "../words";

const UNITS: readonly ReminderUnit[] = ["m", "h", "d"];

interface Row {
  id: number;
  number: string;
  unit: ReminderUnit;
}

/**
 * Reminders as rows: so long before the start. Without JavaScript an empty row stands at the end,
 * and a row that is emptied is gone.
 */
export function ReminderRows({ value, onCommit }: { value: string; onCommit: () => void }) {
  const t = useWords();
  const scripted = useScripted();
  const add = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState(() => rowsOf(value));
  const [nextId, setNextId] = useState(rows.length);
  const shown = scripted ? rows : [...rows, emptyRow(-1)];

  const addRow = () => {
    setRows([...rows, emptyRow(nextId)]);
    setNextId(nextId + 1);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>(".reminder:last-of-type input")?.focus(),
    );
  };
  const remove = (id: number) => {
    setRows(rows.filter((row) => row.id !== id));
    // What was pressed is gone: the focus stays in the list.
    add.current?.focus();
    onCommit();
  };

  return (
    <div className="reminders" ref={list}>
      <input type="hidden" name="reminders" value="" />
      {rows.length === 0 && scripted ? <p>{t("editor.remindersNone")}</p> : null}
      {shown.map((row, at) => (
        <div className="reminder" key={row.id}>
          <input
            className="input"
            name="reminderNumber"
            aria-label={t("editor.reminderNumber", { number: at + 1 })}
            defaultValue={row.number}
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
          />
          <select
            className="input"
            name="reminderUnit"
            aria-label={t("editor.reminderUnit", { number: at + 1 })}
            defaultValue={row.unit}
          >
            {UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {t(`editor.reminderUnits.${unit}`)}
              </option>
            ))}
          </select>
          {scripted ? (
            <Button
              type="button"
              size="small"
              variant="quiet"
              onClick={() => remove(row.id)}
              aria-label={t("editor.reminderRemove", { number: at + 1 })}
            >
              <Glyph name="x" />
            </Button>
          ) : null}
        </div>
      ))}
      {scripted ? (
        <Button type="button" size="small" ref={add} onClick={addRow}>
          {t("editor.reminderAdd")}
        </Button>
      ) : null}
    </div>
  );
}

function rowsOf(value: string): Row[] {
  return value
    .split(" ")
    .filter(Boolean)
    .map((text, id) => {
      const unit = UNITS.find((each) => text.endsWith(each)) ?? "m";
      return { id, number: text.slice(0, -1), unit };
    });
}

function emptyRow(id: number): Row {
  return { id, number: "", unit: "h" };
}
