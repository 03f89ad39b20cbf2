import os from "node:os";

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of them lies. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Three digits that mean something. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** How busy the machine is: runnable tasks a core. */
export function loadPerCore(): number {
  return round((os.loadavg()[0] ?? 0) / os.cpus().length);
}

/** Prints rows as columns, the first aligned left. */
export function printTable(head: string[], rows: (string | number)[][]): void {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    console.log(cells.join("  "));
  }
}

/** The last line: one JSON object. */
export function printFigures(figures: object): void {
  console.log(JSON.stringify({ ...figures, cores: os.cpus().length, loadPerCore: loadPerCore() }));
}
