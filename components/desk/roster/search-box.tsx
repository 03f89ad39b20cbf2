"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Glyph } from "../glyph";
import { useWords } from "../words";
import type { RosterAddress } from "./address";

const PAUSE = 250;

/** Searches as one types; without JavaScript a plain form that is sent. */
export function SearchBox({
  address,
  action,
  onSearch,
  input,
}: {
  address: RosterAddress;
  action: string;
  onSearch: (query: string) => void;
  input: RefObject<HTMLInputElement | null>;
}) {
  const t = useWords();
  const [text, setText] = useState(address.query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // The address moved by itself (back, or a cleared search), not by what is being typed here.
    if (input.current !== document.activeElement) setText(address.query);
  }, [address.query, input]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (query: string, pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(query.trim()), pause);
  };
  return (
    <search className="search">
      <form
        action={action}
        onSubmit={(event) => {
          event.preventDefault();
          search(text, 0);
        }}
      >
        {address.view === "all" ? null : <input type="hidden" name="view" value={address.view} />}
        {address.date ? <input type="hidden" name="date" value={address.date} /> : null}
        <Glyph name="search" />
        <label className="vh" htmlFor="q">
          {t("roster.search")}
        </label>
        <input
          className="input"
          id="q"
          name="q"
          type="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          ref={input}
          value={text}
          placeholder={t("roster.searchHint")}
          onChange={(event) => {
            setText(event.target.value);
            search(event.target.value, PAUSE);
          }}
        />
        <button type="submit" className="vh">
          {t("roster.searchGo")}
        </button>
      </form>
    </search>
  );
}
