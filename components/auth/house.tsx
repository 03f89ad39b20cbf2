const ROWS = 6;
const COLUMNS = 40;
const AISLES = [13, 26];
const STEP = 11.6;
const MIDDLE = 235;

/** The rows of a theatre, filling up from the front; the same at every rendering. */
export function House({ label }: { label: string }) {
  const { taken, free } = seats();
  return (
    <svg
      className="auth__house"
      viewBox="0 0 470 118"
      preserveAspectRatio="xMinYMid meet"
      role="img"
      aria-label={label}
    >
      <path className="auth__seat" d={taken} />
      <path className="auth__seat auth__seat--free" d={free} />
    </svg>
  );
}

function seats(): { taken: string; free: string } {
  const drawn = { taken: "", free: "" };
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      if (AISLES.includes(column)) continue;
      const left = column * STEP + (row % 2) * (STEP / 2);
      const curve = ((left - MIDDLE) / MIDDLE) ** 2 * 11.2;
      const seat = `M${left.toFixed(1)} ${(4 + row * 18 + curve).toFixed(1)}h7v4.5a3.5 3.5 0 0 1-7 0z`;
      drawn[scatter(row, column) < fullness(row) ? "taken" : "free"] += seat;
    }
  }
  return drawn;
}

function fullness(row: number): number {
  return [0.98, 0.97, 0.84, 0.66, 0.14, 0.05][row] ?? 0;
}

/** Between 0 and 1, looking thrown by hand. */
function scatter(row: number, column: number): number {
  const noise = Math.sin(row * 127.1 + column * 311.7) * 43_758.5453;
  return noise - Math.floor(noise);
}
