import { readerWhen, type WhenProps } from "./event-when";
import { Elsewhere, WhenText } from "./when-text";

/** On the ticket: the same, tighter. */
export function TicketWhen(props: WhenProps) {
  const when = readerWhen(props);
  return (
    <>
      <time dateTime={when.startsAt}>
        <WhenText when={when} text="{date}" />
      </time>
      <br />
      <WhenText when={when} text="{time}, {zoneName}" />
      <Elsewhere when={when}>
        <small>
          <WhenText when={when} text="{thereDate}{thereTime}, {thereZone}" />
        </small>
      </Elsewhere>
    </>
  );
}
