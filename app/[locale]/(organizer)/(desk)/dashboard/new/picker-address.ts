const DAY = 24 * 60 * 60_000;
const FOUR_WEEKS = 28 * DAY;
const THREE_MONTHS = 92 * DAY;
/** A calendar further away than this is nobody's. */
const FURTHEST = 5 * 366 * DAY;

export interface PickerAddress {
  way: "calendar" | "paste" | "new";
  query: string;
  onlyMine: boolean;
  /** First day of the window, `2026-12-22`; null = today. */
  from: string | null;
  problem: string | null;
}

/** Reads the picker's address, which may say anything. */
export function readPickerAddress(
  search: Record<string, string | string[] | undefined>,
  now: number,
): PickerAddress {
  const one = (name: string) => {
    const value = search[name];
    return typeof value === "string" ? value : "";
  };
  const way = one("way");
  const from = /^\d{4}-\d{2}-\d{2}$/.test(one("from")) ? Date.parse(one("from")) : Number.NaN;
  return {
    way: way === "paste" || way === "new" ? way : "calendar",
    query: one("q").trim().slice(0, 200),
    onlyMine: one("mine") === "1",
    from: Math.abs(from - now) < FURTHEST ? one("from") : null,
    problem: one("problem") || null,
  };
}

/** `/dashboard/new?…`, or another address `at` which meetings are picked. */
export function pickerHref(
  { way, query, onlyMine, from }: Omit<PickerAddress, "problem">,
  at = "/dashboard/new",
): string {
  const search = new URLSearchParams();
  if (way !== "calendar") search.set("way", way);
  if (query) search.set("q", query);
  if (onlyMine) search.set("mine", "1");
  if (from) search.set("from", from);
  const text = search.toString();
  return text ? `${at}?${text}` : at;
}

/** Four weeks a page; a search looks through three months. */
export function pickerWindow(
  address: PickerAddress,
  today: Date,
  startOf: (day: string) => Date,
): { from: Date; to: Date } {
  const from = address.from ? startOf(address.from) : today;
  const length = address.query ? THREE_MONTHS : FOUR_WEEKS;
  return { from, to: new Date(from.getTime() + length) };
}
