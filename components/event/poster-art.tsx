import type { ReactElement, SVGProps } from "react";

/** Numbers in [0, 1) that follow from a seed alone, so that a poster is always the same one. */
export function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const character of seed) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

interface Canvas {
  width: number;
  height: number;
  random: () => number;
}

const PATTERNS = [trails, tiles, rays, pleats];

/**
 * The line drawing on an event's poster and ticket: one of four patterns, drawn by the slug.
 * Only SVG attributes: an inline style would be refused by the pages' policy.
 */
export function PosterArt({ seed, shape }: { seed: string; shape: "poster" | "ticket" }) {
  const [width, height] = shape === "poster" ? [1120, 420] : [620, 440];
  return (
    <svg
      className="poster__art"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={shape === "poster" ? "xMidYMin slice" : "xMaxYMin slice"}
      aria-hidden="true"
      focusable="false"
    >
      {drawLines(seed, width, height)}
    </svg>
  );
}

/** The lines themselves, for whoever colours them without a style sheet. */
export function drawLines(seed: string, width: number, height: number): ReactElement<LineProps>[] {
  const random = seededRandom(seed);
  const draw = PATTERNS[Math.floor(random() * PATTERNS.length)] ?? trails;
  return draw({ width, height, random });
}

/** `line-art` is stroked in foil, `star` filled in cream. */
type LineProps = SVGProps<SVGElement> & { className: string };

/** Stars wheeling round a point at the top. */
function trails({ width, height, random }: Canvas): ReactElement<LineProps>[] {
  const centreX = Math.round(width * (width > 800 ? 0.5 : 0.84));
  const centreY = width > 800 ? -30 : 30;
  const reach = Math.hypot(Math.max(centreX, width - centreX), height - centreY);
  const drawn: ReactElement<LineProps>[] = [];
  for (let radius = 33; radius < reach; radius += 14 + random() * 10) {
    const round = 2 * Math.PI * radius;
    const dashes = Array.from({ length: 6 }, () => Math.round(round * (0.03 + random() * 0.12)));
    drawn.push(
      <circle
        className="line-art"
        key={drawn.length}
        cx={centreX}
        cy={centreY}
        r={Math.round(radius)}
        strokeWidth={pick(random, [0.7, 0.9, 1.1, 1.5, 2.1])}
        strokeOpacity={fixed(0.15 + random() * 0.45)}
        strokeDasharray={dashes.join(" ")}
        strokeDashoffset={Math.round(random() * round)}
      />,
    );
  }
  for (let star = 0; star < 22; star++)
    drawn.push(
      <circle
        className="star"
        key={drawn.length}
        cx={Math.round(random() * width)}
        cy={Math.round(random() * height)}
        r={pick(random, [0.8, 1, 1.4])}
        opacity={fixed(0.25 + random() * 0.5)}
      />,
    );
  return drawn;
}

/** Quarter circles in squares, turned at random: they meet in loops and rivers. */
function tiles({ width, height, random }: Canvas): ReactElement<LineProps>[] {
  const side = 100;
  const columns = Math.ceil(width / side);
  const turned = Array.from({ length: columns * Math.ceil(height / side) }, () => random() < 0.5);
  const drawn: ReactElement<LineProps>[] = [];
  for (let column = 0; column < columns; column++) {
    let path = "";
    for (let row = 0; row * side < height; row++) {
      const x = column * side;
      const y = row * side;
      for (const r of [20, 35, 50, 65, 80])
        path += turned[row * columns + column]
          ? `M${x + r} ${y}a${r} ${r} 0 0 1-${r} ${r}M${x + side - r} ${y + side}a${r} ${r} 0 0 1 ${r}-${r}`
          : `M${x + side - r} ${y}a${r} ${r} 0 0 0 ${r} ${r}M${x + r} ${y + side}a${r} ${r} 0 0 0-${r}-${r}`;
    }
    drawn.push(
      <path
        className="line-art"
        key={column}
        strokeWidth={1.2}
        strokeOpacity={fixed(0.08 + (0.44 * column) / columns)}
        d={path}
      />,
    );
  }
  return drawn;
}

/** Light from the wings: beams that begin and end where they like. */
function rays({ width, height, random }: Canvas): ReactElement<LineProps>[] {
  const fromX = Math.round(width * 0.9);
  const fromY = -40;
  const reach = Math.hypot(width, height) * 1.05;
  const drawn: ReactElement<LineProps>[] = [];
  for (let angle = 92; angle < 188; angle += 1.1 + random() * 1.6) {
    const turn = (angle * Math.PI) / 180;
    const begin = 70 + random() * 180;
    const end = begin + (0.25 + random() * 0.75) * (reach - begin);
    const at = (radius: number) =>
      `${Math.round(fromX + Math.cos(turn) * radius)} ${Math.round(fromY + Math.sin(turn) * radius)}`;
    drawn.push(
      <path
        className="line-art"
        key={drawn.length}
        strokeWidth={pick(random, [0.7, 0.9, 1.1, 1.5, 2.1])}
        strokeOpacity={fixed(0.14 + random() * 0.4)}
        d={`M${at(begin)}L${at(end)}`}
      />,
    );
  }
  return drawn;
}

/** A curtain's folds, hanging close and wide in turn. */
function pleats({ width, height, random }: Canvas): ReactElement<LineProps>[] {
  const drawn: ReactElement<LineProps>[] = [];
  const phase = random() * 6;
  const sway = 10 + random() * 12;
  for (let x = -10; x < width + 20; ) {
    const wave = 0.5 + 0.5 * Math.sin(x / 58 + phase);
    const bend = Math.round(sway * Math.sin(x / 90 + phase));
    drawn.push(
      <path
        className="line-art"
        key={drawn.length}
        strokeWidth={fixed(0.7 + wave * 1.1)}
        strokeOpacity={fixed(0.1 + wave * 0.38)}
        d={
          `M${Math.round(x)} -5C${Math.round(x + bend)} ${Math.round(height * 0.35)} ` +
          `${Math.round(x - bend)} ${Math.round(height * 0.7)} ${Math.round(x + bend * 0.6)} ${height + 5}`
        }
      />,
    );
    x += 7 + wave * 15 + random() * 3;
  }
  return drawn;
}

function pick(random: () => number, values: readonly number[]): number {
  return values[Math.floor(random() * values.length)] ?? 1;
}

function fixed(value: number): number {
  return Number(value.toFixed(2));
}
