/** Line icons on a 24 px grid, drawn by `currentColor` (`.icon` in globals.css). */
const SHAPES = {
  alert: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 8v5M12 16.2v.1",
  bell: "M6.5 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500h-14ZM10 20.500h4",
  calendar:
    "M5.500 5.500h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2ZM3.500 10.500h17M8 3.500v4M16 3.500v4",
  check: "M4.5 12.5 10 18 19.500 7",
  chevron: "m9 5.500 6.500 6.500L9 18.500",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 7.500V12l3 2",
  copy: "M10.500 8.500h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM15.500 8.500V6.500a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2",
  leave:
    "M14 4.500H6.500A1.500 1.500 0 0 0 5 6v12a1.500 1.500 0 0 0 1.500 1.500H14M10.500 12H20m-3.500-3.500L20 12l-3.500 3.500",
  lock: "M7 10.500h10a2 2 0 0 1 2 2V18a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5.500a2 2 0 0 1 2-2ZM8.500 10.500V8a3.500 3.500 0 0 1 7 0v2.500",
  mail: "M5 5.500h14a1.500 1.500 0 0 1 1.500 1.500v10a1.500 1.500 0 0 1-1.500 1.500H5A1.500 1.500 0 0 1 3.500 17V7A1.500 1.500 0 0 1 5 5.500ZM4 7l8 6 8-6",
  none: "M6 12h12",
  pen: "M4.5 19.500l.9-4L16.300 4.600a1.400 1.400 0 0 1 2 0l1.100 1.100a1.400 1.400 0 0 1 0 2L8.500 18.600ZM14.300 6.600l3.100 3.100",
  refresh: "M19.500 12a7.500 7.500 0 1 1-2.200-5.300M19.500 4v4h-4",
  ticket:
    "M3.500 6.500h17v3.600a1.900 1.900 0 0 0 0 3.800v3.600h-17v-3.600a1.900 1.900 0 0 0 0-3.800ZM14.500 7v1.500m0 2.800v1.500m0 2.800v1.400",
  video:
    "M5.500 6.500h7.500A2.500 2.500 0 0 1 15.500 9v6a2.500 2.500 0 0 1-2.500 2.500H5.500A2.500 2.500 0 0 1 3 15V9a2.500 2.500 0 0 1 2.500-2.500ZM15.500 11 21 7.800v8.400L15.500 13",
} as const;

/** What points along the line of text: turned round where that runs from right to left. */
const ONWARD = new Set<IconName>(["chevron", "leave"]);

export type IconName = keyof typeof SHAPES;

/** Always beside words: it is hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className={ONWARD.has(name) ? "icon icon--onward" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
