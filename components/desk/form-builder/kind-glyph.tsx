import type { ItemKind } from "@/lib/form/definition";

/** Shapes on the desk's 16 px grid, one for each kind of question, and the grip to drag it by. */
const SHAPES = {
  grip: (
    <g fill="currentColor" stroke="none">
      <circle cx="6" cy="4" r="1.100" />
      <circle cx="10" cy="4" r="1.100" />
      <circle cx="6" cy="8" r="1.100" />
      <circle cx="10" cy="8" r="1.100" />
      <circle cx="6" cy="12" r="1.100" />
      <circle cx="10" cy="12" r="1.100" />
    </g>
  ),
  lock: (
    <path d="M5 7h6a1.500 1.500 0 0 1 1.500 1.500V12a1.500 1.500 0 0 1-1.500 1.500H5A1.500 1.500 0 0 1 3.500 12V8.500A1.500 1.500 0 0 1 5 7zM5.500 7V5a2.500 2.500 0 0 1 5 0v2" />
  ),
  person: (
    <path d="M8 3a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM3 13.500c.6-2.700 2.500-4 5-4s4.400 1.300 5 4" />
  ),
  short: <path d="M3 4.500v-1h10v1M8 3.500v9M6.300 12.500h3.400" />,
  long: <path d="M2.500 4h11M2.500 7.500h11M2.500 11h7" />,
  number: <path d="M6.500 2.500 5 13.500M11 2.500 9.500 13.500M2.500 6h11M2 10.500h11" />,
  date: (
    <path d="M4 3.500h8A1.500 1.500 0 0 1 13.500 5v7a1.500 1.500 0 0 1-1.500 1.500H4A1.500 1.500 0 0 1 2.500 12V5A1.500 1.500 0 0 1 4 3.500zM2.500 6.500h11M5.500 2v2.500M10.500 2v2.500" />
  ),
  one: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <circle cx="8" cy="8" r="2" fill="currentColor" />
    </>
  ),
  several: (
    <path d="M4.500 2.500h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM5.300 8.200l2 2 3.600-4" />
  ),
  "yes-no": <path d="M2 8.500 4.500 11 9 6M10 10l4-4M14 10l-4-4" />,
  consent: (
    <path d="M8 2 3 4v3.500c0 3 2 5.200 5 6.500 3-1.300 5-3.500 5-6.500V4zM5.800 8l1.600 1.600L10.500 6.500" />
  ),
  heading: <path d="M4 3v10M12 3v10M4 8h8" />,
  organization: (
    <path d="M3 13.500V3.500h6v10M9 6.500h4v7M1.500 13.500h13M5 6h2M5 8.500h2M5 11h2M11 9v.1M11 11v.1" />
  ),
  "job-title": (
    <path d="M3.500 5.500h9a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V6.500a1 1 0 0 1 1-1zM6 5.500V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.500M2.500 9h11" />
  ),
  phone: (
    <path d="M5.500 2.500 7 6 5.500 7.500a8 8 0 0 0 3 3L10 9l3.500 1.500v2a1 1 0 0 1-1 1A10 10 0 0 1 2.500 3.500a1 1 0 0 1 1-1z" />
  ),
  country: (
    <path d="M8 2.300a5.700 5.700 0 1 0 0 11.400A5.700 5.700 0 0 0 8 2.300zM2.300 8h11.400M8 2.300c-3.500 3.800-3.500 7.600 0 11.400 3.500-3.800 3.500-7.600 0-11.400z" />
  ),
} satisfies Record<ItemKind | "grip" | "lock" | "person", React.ReactNode>;

/** Always beside words: hidden from screen readers. */
export function KindGlyph({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}
