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
  const { lines, stars = [] } = draw({ width, height, random });
  return [
    ...merged(lines).map((line) => (
      <path
        className="line-art"
        key={`${line.width} ${line.opacity}`}
        strokeWidth={line.width}
        strokeOpacity={line.opacity}
        d={line.d}
      />
    )),
    ...merged(stars).map(({ opacity, d }) => (
      <path className="star" key={`star ${opacity}`} opacity={opacity} d={d} />
    )),
  ];
}

/** `line-art` is stroked in foil, `star` filled in cream. */
type LineProps = SVGProps<SVGElement> & { className: string };

interface Line {
  /** Of what is stroked. */
  width?: number;
  opacity: number;
  /** The path's data. */
  d: string;
}

interface Drawing {
  lines: Line[];
  stars?: Line[];
}

/**
 * Those of one width and opacity as one path: with an element for each, a third of the page's
 * elements would be lines.
 */
function merged(lines: readonly Line[]): Line[] {
  const alike = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.width} ${line.opacity}`;
    const d = (alike.get(key)?.d ?? "") + line.d;
    alike.set(key, { ...line, d });
  }
  return [...alike.values()];
}

/** Stars wheeling round a point at the top. */
function trails({ width, height, random }: Canvas): Drawing {
  const centreX = Math.round(width * (width > 800 ? 0.5 : 0.84));
  const centreY = width > 800 ? -30 : 30;
  const reach = Math.hypot(Math.max(centreX, width - centreX), height - centreY);
  const lines: Line[] = [];
  for (let radius = 33; radius < reach; radius += 14 + random() * 10) {
    /** Lengths of arcs and gaps in turn, in turns of the whole circle. */
    const dashes = Array.from({ length: 6 }, () => 0.03 + random() * 0.12);
    const stroke = pick(random, WIDTHS);
    const opacity = level(0.15 + random() * 0.45);
    let d = "";
    const at = (turn: number) => {
      const x = centreX + radius * Math.cos(2 * Math.PI * turn);
      const y = centreY + radius * Math.sin(2 * Math.PI * turn);
      return { x: Math.round(x), y: Math.round(y), isSeen: y > -5 && x > -5 && x < width + 5 };
    };
    let dash = 0;
    for (let turn = random() - 1; turn < 1; dash++) {
      const from = Math.max(0, turn);
      turn += dashes[dash % dashes.length] ?? 1;
      const to = Math.min(1, turn);
      if (dash % 2 === 1 || to <= from) continue;
      const [begin, end] = [at(from), at(to)];
      // Most of a wheel is above the poster.
      if (!begin.isSeen && !end.isSeen) continue;
      const r = Math.round(radius);
      d += `M${begin.x} ${begin.y}A${r} ${r} 0 0 1 ${end.x} ${end.y}`;
    }
    lines.push({ width: stroke, opacity, d });
  }
  const stars = Array.from({ length: 22 }, () => {
    const [x, y] = [Math.round(random() * width), Math.round(random() * height)];
    const r = pick(random, [0.8, 1, 1.4]);
    const d = `M${fixed(x - r)} ${y}a${r} ${r} 0 0 1 ${2 * r} 0a${r} ${r} 0 0 1-${2 * r} 0`;
    return { opacity: level(0.25 + random() * 0.5), d };
  });
  return { lines, stars };
}

/** Quarter circles in squares, turned at random: they meet in loops and rivers. */
function tiles({ width, height, random }: Canvas): Drawing {
  const side = 140;
  const columns = Math.ceil(width / side);
  const turned = Array.from({ length: columns * Math.ceil(height / side) }, () => random() < 0.5);
  const lines: Line[] = [];
  for (let column = 0; column < columns; column++) {
    let d = "";
    for (let row = 0; row * side < height; row++) {
      const x = column * side;
      const y = row * side;
      for (const r of [26, 48, 70, 92, 114])
        d += turned[row * columns + column]
          ? `M${x + r} ${y}a${r} ${r} 0 01-${r} ${r}M${x + side - r} ${y + side}a${r} ${r} 0 01${r}-${r}`
          : `M${x + side - r} ${y}a${r} ${r} 0 00${r} ${r}M${x + r} ${y + side}a${r} ${r} 0 00-${r}-${r}`;
    }
    lines.push({ width: 1.2, opacity: fixed(0.08 + (0.44 * column) / columns), d });
  }
  return { lines };
}

/** Light from the wings: beams that begin and end where they like. */
function rays({ width, height, random }: Canvas): Drawing {
  const fromX = Math.round(width * 0.9);
  const fromY = -40;
  const reach = Math.hypot(width, height) * 1.05;
  const lines: Line[] = [];
  for (let angle = 92; angle < 188; angle += 1.1 + random() * 1.6) {
    const turn = (angle * Math.PI) / 180;
    const begin = 70 + random() * 180;
    const end = begin + (0.25 + random() * 0.75) * (reach - begin);
    const at = (radius: number) =>
      `${Math.round(fromX + Math.cos(turn) * radius)} ${Math.round(fromY + Math.sin(turn) * radius)}`;
    lines.push({
      width: pick(random, WIDTHS),
      opacity: level(0.14 + random() * 0.4),
      d: `M${at(begin)}L${at(end)}`,
    });
  }
  return { lines };
}

/** A curtain's folds, hanging close and wide in turn. */
function pleats({ width, height, random }: Canvas): Drawing {
  const lines: Line[] = [];
  const phase = random() * 6;
  const sway = 10 + random() * 12;
  for (let x = -10; x < width + 20; ) {
    const wave = 0.5 + 0.5 * Math.sin(x / 58 + phase);
    const bend = Math.round(sway * Math.sin(x / 90 + phase));
    const depth = Math.round(wave * 7) / 7;
    lines.push({
      width: fixed(0.7 + depth * 1.1),
      opacity: fixed(0.1 + depth * 0.38),
      d:
        `M${Math.round(x)} -5C${Math.round(x + bend)} ${Math.round(height * 0.35)} ` +
        `${Math.round(x - bend)} ${Math.round(height * 0.7)} ${Math.round(x + bend * 0.6)} ${height + 5}`,
    });
    x += 7 + wave * 15 + random() * 3;
  }
  return { lines };
}

const WIDTHS = [0.8, 1.2, 2.1];

/** One of few, for lines to be alike. */
function level(opacity: number): number {
  return fixed(Math.round(opacity / 0.15) * 0.15);
}

function pick(random: () => number, values: readonly number[]): number {
  return values[Math.floor(random() * values.length)] ?? 1;
}

function fixed(value: number): number {
  return Number(value.toFixed(2));
}
