/** The dark modules of a QR code as one SVG path, a module a unit. */
export function qrPath(modules: { size: number; get(row: number, column: number): number }): {
  size: number;
  path: string;
} {
  const { size } = modules;
  const runs: string[] = [];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      let length = 0;
      while (column + length < size && modules.get(row, column + length)) length++;
      if (length > 0) runs.push(`M${column} ${row}h${length}v1h-${length}z`);
      column += length;
    }
  return { size, path: runs.join("") };
}
