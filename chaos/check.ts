import { checkDates } from "./check/check-dates";
import { checkEnrolments } from "./check/check-enrolments";
import { checkMails } from "./check/check-mails";
import { checkPlaces } from "./check/check-places";
import { checkPromises } from "./check/check-promises";
import { checkRest } from "./check/check-rest";
import { relate } from "./check/relations";
import type { Evidence, Violation } from "./check/violation";

/** Everything in a round's evidence that never may be. Pure: asks nobody, changes nothing. */
export function check({ snapshot, book, kills, complaints }: Evidence): Violation[] {
  const relations = relate(snapshot);
  return [
    ...checkPromises(book, relations),
    ...checkPlaces(relations),
    ...checkDates(book, relations),
    ...checkEnrolments(relations),
    ...checkMails(relations, kills),
    ...checkRest(snapshot, complaints),
  ];
}
