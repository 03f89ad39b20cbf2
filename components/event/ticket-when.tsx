"use client";
import { useLines, type WhenProps } from "./event-when";

/** On the ticket: the same, tighter. */
export function TicketWhen(props: WhenProps) {
  const { first, second } = useLines(props);
  return (
    <>
      <time dateTime={props.startsAt}>{first.date}</time>
      <br />
      {first.time}, {first.zoneName}
      {second ? (
        <small>
          {second.date === first.date ? null : `${second.date}, `}
          {second.time}, {second.zoneName}
        </small>
      ) : null}
    </>
  );
}
