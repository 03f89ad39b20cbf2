import type { Translate } from "@/lib/i18n/translator";
import { DeskButton } from "../desk-link";
import { UseForm } from "./use-form";

type Entry = Parameters<typeof UseForm>[0]["entry"] & { page: { eventId: string } | null };

/** Where one goes from an entry of the picker: to the page that it has, or to one that it gets. */
export function SlotWays({
  entry,
  title,
  usable,
  pick,
  allDates = null,
  words: t,
}: {
  entry: Entry;
  title: string;
  usable: boolean;
  pick: (form: FormData) => Promise<void>;
  /** The button that takes every date of its series. */
  allDates?: string | null;
  words: Translate<"desk">;
}) {
  return (
    <div className="row">
      {entry.page ? (
        <DeskButton href={`/dashboard/events/${entry.page.eventId}`}>
          {t("picker.openPage")}
          <span className="vh">: {title}</span>
        </DeskButton>
      ) : null}
      {usable ? (
        <UseForm
          entry={entry}
          action={pick}
          allDates={allDates}
          words={t}
          again={entry.page !== null}
        />
      ) : null}
    </div>
  );
}
