"use client";
import { Button } from "@/components/ui/button";
import type { RosterAddress } from "./address";

/** The dates that people choose among, and what the roster says of them. */
export interface RosterSeries {
  words: Record<"label" | "all" | "show" | "theirs", string>;
  dates: { id: string; label: string }[];
}

/** Who comes to one of the dates; without JavaScript a plain form that is sent. */
export function DateFilter({
  series: { words, dates },
  address,
  action,
  scripted,
  onPick,
}: {
  series: RosterSeries;
  address: RosterAddress;
  action: string;
  scripted: boolean;
  onPick: (date: string | null) => void;
}) {
  return (
    <form action={action} className="row">
      {address.view === "all" ? null : <input type="hidden" name="view" value={address.view} />}
      {address.query ? <input type="hidden" name="q" value={address.query} /> : null}
      <label className="vh" htmlFor="date">
        {words.label}
      </label>
      <select
        className="input"
        id="date"
        name="date"
        // Back and forth go by the address.
        key={address.date ?? ""}
        defaultValue={address.date ?? ""}
        onChange={(event) => onPick(event.target.value || null)}
      >
        <option value="">{words.all}</option>
        {dates.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {scripted ? null : (
        <Button type="submit" size="small">
          {words.show}
        </Button>
      )}
    </form>
  );
}

/** Which dates somebody chose. */
export function PersonDates({ dates, series }: { dates: string[]; series: RosterSeries | null }) {
  const theirs = series?.dates.filter(({ id }) => dates.includes(id)) ?? [];
  if (!series || theirs.length === 0) return null;
  return (
    <section>
      <h3>{series.words.theirs}</h3>
      <ul>
        {theirs.map(({ id, label }) => (
          <li key={id}>{label}</li>
        ))}
      </ul>
    </section>
  );
}
