import { SubmitButton } from "@/components/forms/submit-button";
import type { PickerEntry } from "@/lib/events/pick-meeting";
import type { Translate } from "@/lib/i18n/translator";

/** Picks one entry of the calendar. The server reads it again: these fields only find it. */
export function UseForm({
  entry,
  action,
  allDates = null,
  words: t,
  again = false,
}: {
  entry: Pick<PickerEntry, "id" | "startsAt" | "zone" | "subject">;
  action: (form: FormData) => Promise<void>;
  /** The button that takes every date of its series; null: only this one. */
  allDates?: string | null;
  words: Translate<"desk">;
  /** It has a page already, and may have another. */
  again?: boolean;
}) {
  return (
    <form action={action}>
      <input type="hidden" name="entry" value={entry.id} />
      <input type="hidden" name="startsAt" value={entry.startsAt} />
      <input type="hidden" name="zone" value={entry.zone} />
      <SubmitButton size="small" variant={again ? "quiet" : "plain"}>
        {again ? t("picker.usePageAgain") : t("picker.use")}
        <span className="vh">: {entry.subject}</span>
      </SubmitButton>
      {allDates ? (
        <SubmitButton size="small" variant="quiet" name="dates" value="all">
          {allDates}
          <span className="vh">: {entry.subject}</span>
        </SubmitButton>
      ) : null}
    </form>
  );
}
