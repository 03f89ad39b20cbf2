import { SubmitButton } from "@/components/forms/submit-button";
import type { Translate } from "@/lib/i18n/translator";

/** Whether search engines may find the page, and the button that changes it. */
export function ListingCard({
  eventId,
  listed,
  action,
  words: t,
}: {
  eventId: string;
  listed: boolean;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  action: ((form: FormData) => Promise<void>) | null;
  words: Translate<"sharing">;
}) {
  return (
    <section className="card lines" aria-labelledby="listing">
      <header className="pad">
        <h2 id="listing">{t("listing.title")}</h2>
      </header>
      <div>
        <div className="grow">
          <b>{listed ? t("listing.listed") : t("listing.unlisted")}</b>
          <p>{listed ? t("listing.listedHelp") : t("listing.unlistedHelp")}</p>
        </div>
        {action ? (
          <form action={action}>
            <input type="hidden" name="eventId" value={eventId} />
            <input type="hidden" name="listed" value={listed ? "" : "yes"} />
            <SubmitButton size="small">
              {listed ? t("listing.unlist") : t("listing.list")}
            </SubmitButton>
          </form>
        ) : null}
      </div>
    </section>
  );
}
