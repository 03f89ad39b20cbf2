import { clsx } from "clsx";

/** Shapes on a 16 px grid, drawn by `currentColor`; a state's shape carries it without its colour. */
const SHAPES = {
  calendar: (
    <path d="M4 3.5h8A1.5 1.5 0 0 1 13.5 5v7a1.5 1.5 0 0 1-1.5 1.500H4A1.5 1.5 0 0 1 2.500 12V5A1.5 1.5 0 0 1 4 3.500zM2.500 6.500h11M5.500 2v2.500M10.500 2v2.500" />
  ),
  check: <path d="m3 8.5 3.2 3.2L13 5" />,
  clock: (
    <path d="M8 2.300a5.700 5.700 0 1 0 0 11.400 5.700 5.700 0 0 0 0-11.400zM8 4.800V8l2.200 1.600" />
  ),
  copy: (
    <path d="M7 5.500h5A1.500 1.500 0 0 1 13.500 7v5a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 12V7A1.500 1.500 0 0 1 7 5.500zM10.500 3.500v-.5A1 1 0 0 0 9.500 2h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1H4" />
  ),
  desktop: (
    <path d="M2.700 3h10.600a1.200 1.200 0 0 1 1.200 1.200v5.600a1.200 1.200 0 0 1-1.200 1.200H2.700a1.200 1.200 0 0 1-1.200-1.200V4.200A1.200 1.200 0 0 1 2.700 3zM5.500 13.500h5" />
  ),
  download: <path d="M8 2.500v7.500m-3.200-3L8 10.200 11.200 7M3 13.500h10" />,
  down: <path d="m4 6 4 4 4-4" />,
  left: <path d="m10 4-4 4 4 4" />,
  link: (
    <path d="M6.700 9.300a2.600 2.600 0 0 0 3.700 0l2.300-2.300A2.600 2.600 0 0 0 9 3.300l-.7.7M9.300 6.700a2.600 2.600 0 0 0-3.700 0L3.300 9A2.600 2.600 0 0 0 7 12.700l.7-.7" />
  ),
  mail: (
    <path d="M3.500 3.500h9A1.500 1.500 0 0 1 14 5v6a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 2 11V5a1.500 1.500 0 0 1 1.500-1.500zM2.500 5 8 9l5.500-4" />
  ),
  out: (
    <path d="M6 3H4a1.500 1.500 0 0 0-1.500 1.500V12A1.500 1.500 0 0 0 4 13.500h7.500A1.500 1.500 0 0 0 13 12v-2M9 2.500h4.500V7M13.500 2.500 7.500 8.500" />
  ),
  pause: (
    <path d="M8 2.300a5.700 5.700 0 1 0 0 11.400A5.700 5.700 0 0 0 8 2.300zM6.500 6v4M9.500 6v4" />
  ),
  phone: (
    <path d="M6 1.500h4A1.500 1.500 0 0 1 11.500 3v10a1.500 1.500 0 0 1-1.500 1.500H6A1.500 1.500 0 0 1 4.500 13V3A1.500 1.500 0 0 1 6 1.500zM7.300 12.300h1.400" />
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  repeat: <path d="M3 7V6a2 2 0 0 1 2-2h7l-2-2M13 9v1a2 2 0 0 1-2 2H4l2 2" />,
  search: <path d="M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500 14 14" />,
  up: <path d="m4 10 4-4 4 4" />,
  warn: <path d="M8 2.500 14.200 13H1.800zM8 6.500v3M8 11.300v.1" />,
  x: <path d="m4 4 8 8m0-8-8 8" />,
  "s-bad": (
    <>
      <path
        d="M5.300 1.800h5.400l3.500 3.500v5.400l-3.500 3.500H5.300l-3.500-3.500V5.300z"
        fill="currentColor"
        stroke="none"
      />
      <path d="M8 5v3.300M8 10.700v.1" stroke="var(--surface)" strokeWidth="1.7" />
    </>
  ),
  "s-dash": <circle cx="8" cy="8" r="5.7" strokeDasharray="2.200 2.280" />,
  "s-half": (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 4.600a3.400 3.400 0 0 1 0 6.800z" fill="currentColor" stroke="none" />
    </>
  ),
  "s-none": <path d="M5 8h6" />,
  "s-ok": (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" stroke="none" />
      <path d="m5.200 8.200 2 2 3.700-4" stroke="var(--surface)" />
    </>
  ),
  "s-ring": <circle cx="8" cy="8" r="5.7" />,
};

/** As in components/ui/icon.tsx. */
const ONWARD = new Set<GlyphName>(["left", "out"]);

export type GlyphName = keyof typeof SHAPES;

/** Always beside words: hidden from screen readers. */
export function Glyph({ name, className }: { name: GlyphName; className?: string }) {
  return (
    <svg
      className={clsx("i", ONWARD.has(name) && "i--onward", className)}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[name]}
    </svg>
  );
}
