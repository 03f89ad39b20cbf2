/** One mark and the gap after it, in the drawing's own units. */
const STEP = 6;
const MARK = 4;

/**
 * A row of seats: how full an event is. Without a capacity it shows nothing to compare with, so
 * only taken marks stand there. The name says the figures; the marks are only their shape.
 */
export function Seats({
  taken,
  capacity,
  label,
  past = false,
  marks = 50,
}: {
  taken: number;
  capacity: number | null;
  /** "412 of 500 places taken" */
  label: string;
  past?: boolean;
  marks?: number;
}) {
  const filled = capacity === null ? Math.min(taken, marks) : filledMarks(taken, capacity, marks);
  return (
    <svg
      className={past ? "seats past" : "seats"}
      viewBox={`0 0 ${marks * STEP - (STEP - MARK)} 14`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {Array.from({ length: marks }, (_, seat) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a seat is its place in the row
          key={seat}
          className={seat < filled ? "taken" : "track"}
          x={seat * STEP}
          y="0"
          width={MARK}
          height="14"
          rx="1.5"
        />
      ))}
    </svg>
  );
}

/** A single sign-up shows, and only a full house shows full. */
function filledMarks(taken: number, capacity: number, marks: number): number {
  if (taken >= capacity) return marks;
  const share = Math.round((taken / capacity) * marks);
  return Math.min(Math.max(share, taken > 0 ? 1 : 0), marks - 1);
}
