"use client";
import Form from "next/form";
import { Button } from "@/components/ui/button";
import { Glyph } from "../glyph";
import { useWords } from "../words";

/** Search and filter: a plain GET form, so that what is found has an address. */
export function CalendarTools({
  address,
  at,
}: {
  address: { query: string; onlyMine: boolean };
  /** The picker's address. */
  at: string;
}) {
  const t = useWords();
  return (
    <Form key={`${address.query}${address.onlyMine}`} action={at} className="tools" role="search">
      <div className="search">
        <Glyph name="search" />
        <label className="vh" htmlFor="q">
          {t("picker.search")}
        </label>
        <input
          className="input"
          id="q"
          name="q"
          type="search"
          maxLength={200}
          autoComplete="off"
          defaultValue={address.query}
          placeholder={t("picker.searchHint")}
        />
      </div>
      <label className="row check-row">
        <input
          type="checkbox"
          name="mine"
          value="1"
          defaultChecked={address.onlyMine}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
        />
        {t("picker.mine")}
      </label>
      <Button type="submit" size="small">
        {t("picker.apply")}
      </Button>
    </Form>
  );
}
