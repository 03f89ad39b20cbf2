import type { RosterPerson } from "@/lib/registrations/read-person";
import type { DeskDates } from "../dates";
import { useWords } from "../words";
import { type ReplaceLinkAction, ReplaceLinkForm } from "./replace-link-form";

/** Of a personal link: whether it was used, and another one in its place. */
export function PersonLink({
  eventId,
  person,
  dates,
  now,
  action,
}: {
  eventId: string;
  person: RosterPerson;
  dates: DeskDates;
  now: number;
  /** Null for whoever may only look. */
  action: ReplaceLinkAction | null;
}) {
  const t = useWords();
  if (!person.presses) return null;
  const { count, first, last } = person.presses;
  const at = (time: string | null) => (time ? dates.moment(time, now) : "");
  return (
    <section>
      <h3>{t("person.joins")}</h3>
      <p>{t("person.pressed", { count, first: at(first), last: at(last) })}</p>
      {action && person.place === "taken" && person.link === "ready" ? (
        <ReplaceLinkForm
          key={person.id}
          eventId={eventId}
          registrationId={person.id}
          action={action}
        />
      ) : null}
    </section>
  );
}
