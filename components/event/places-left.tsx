"use client";
import { type LivePlaces, useLivePlaces } from "./live-places";

interface Props {
  slug: string;
  locale: string;
  /** Every place is taken, as the server saw it for this one reader: true until a script knows more. */
  isFull?: boolean;
}

interface HeadWords {
  open: string;
  full: string;
  fullHint: string;
}

/** The card's head while sign-ups are taken: its title, and the live number of places. */
export function OpenHead({
  counted,
  words,
  ...event
}: Props & {
  words: HeadWords;
  /** The event has a capacity. */
  counted: boolean;
}) {
  return counted ? <CountedHead words={words} {...event} /> : <Title text={words.open} />;
}

function CountedHead({ slug, locale, isFull, words }: Props & { words: HeadWords }) {
  const places = useLivePlaces(slug, locale);
  if (places ? places.left === 0 : isFull)
    return (
      <>
        <Title text={words.full} />
        <p className="hint">{words.fullHint}</p>
      </>
    );
  return (
    <>
      <Title text={words.open} />
      {places ? <Meter places={places} /> : <RoomForMeter />}
    </>
  );
}

function Meter({ places: { capacity, left, few, words } }: { places: LivePlaces }) {
  return (
    <div className={few ? "meter meter--few" : "meter"}>
      <svg aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none">
        <rect className="meter__all" width="100" height="6" />
        <rect
          className="meter__taken"
          width={Math.round((100 * (capacity - left)) / capacity)}
          height="6"
        />
      </svg>
      <p>
        <strong>{words.left}</strong> {words.of}
      </p>
    </div>
  );
}

/** As high as the number that is about to come: what somebody is about to press stays where it is. */
function RoomForMeter() {
  return (
    <div className="meter meter--room" aria-hidden="true">
      <svg aria-hidden="true" />
      <p>&nbsp;</p>
    </div>
  );
}

/** Words that change when every place is taken; where nobody knows, those for when there may be one. */
export function WhenFull({
  full,
  otherwise,
  ...event
}: Props & { full: string; otherwise: string }) {
  const places = useLivePlaces(event.slug, event.locale);
  return (places ? places.left === 0 : event.isFull) ? full : otherwise;
}

function Title({ text }: { text: string }) {
  return <h2 className="card__title">{text}</h2>;
}

/** The same number in the bar that stays in reach on a phone. */
export function ReachPlaces({ slug, locale }: Omit<Props, "isFull">) {
  const places = useLivePlaces(slug, locale);
  if (!places) return null;
  return (
    <>
      <strong>{places.words.left}</strong> {places.words.of}
    </>
  );
}
