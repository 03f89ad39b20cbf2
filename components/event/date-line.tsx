"use client";
import { useLines, type WhenProps } from "./event-when";

/** One of several dates in a line, in the reader's zone. */
export function DateLine(props: WhenProps) {
  const { first, second } = useLines(props);
  return (
    <>
      <time dateTime={props.startsAt}>{first.date}</time>
      <small className="option__about num">
        {first.time}, {first.zoneName}
        {second ? ` (${second.time}, ${second.zoneName})` : null}
      </small>
    </>
  );
}
