import { readerWhen, type WhenProps } from "./event-when";
import { WhenText } from "./when-text";

/** Hours and zone of one of several dates. */
export const DATE_HOURS = {
  text: "{time}, {zoneName}",
  beside: "{time}, {zoneName} ({thereTime}, {thereZone})",
};

/** One of several dates in a line, in the reader's zone. */
export function DateLine(props: WhenProps) {
  const when = readerWhen(props);
  return (
    <>
      <time dateTime={when.startsAt}>
        <WhenText when={when} text="{date}" />
      </time>
      <small className="option__about num">
        <WhenText when={when} {...DATE_HOURS} />
      </small>
    </>
  );
}
