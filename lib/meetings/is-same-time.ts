/** From when to when. */
export interface Time {
  startsAt: Date;
  endsAt: Date;
}

export function isSameTime(one: Time, other: Time): boolean {
  return (
    one.startsAt.getTime() === other.startsAt.getTime() &&
    one.endsAt.getTime() === other.endsAt.getTime()
  );
}
