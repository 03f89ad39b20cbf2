import type { WebinarList } from "@/lib/events/pick-webinar";
import type { Translate } from "@/lib/i18n/translator";
import type { DeskDates } from "../dates";
import { ReconnectForm } from "../reconnect-form";
import { Pill } from "../state";
import { SlotWays } from "./slot-ways";

/** The person's webinars, above the calendar; nothing at all where there are none. */
export function Webinars({
  list,
  dates,
  pick,
  signIn,
  from,
  words: t,
}: {
  list: WebinarList;
  dates: DeskDates;
  pick: (form: FormData) => Promise<void>;
  signIn: (form: FormData) => Promise<void>;
  from: string;
  words: Translate<"desk">;
}) {
  if (list.kind === "not-allowed")
    return (
      <div className="row tools">
        <span className="hint">{t("picker.webinarsAsk")}</span>
        <ReconnectForm
          action={signIn}
          label={t("picker.webinarsShow")}
          from={from}
          feature="webinars"
          variant="plain"
        />
      </div>
    );
  if (list.kind === "none" || list.entries.length === 0) return null;
  return (
    <section className="day webinars" aria-labelledby="webinars">
      <h2 id="webinars">{t("picker.webinars")}</h2>
      <ul>
        {list.entries.map((entry) => {
          const title = entry.subject || t("picker.untitled");
          return (
            <li className="slot" key={entry.id}>
              <time dateTime={entry.startsAt}>{dates.when(entry.startsAt, entry.endsAt)}</time>
              <div>
                <p className="t">{title}</p>
                <p className="sub">
                  {entry.page ? (
                    <Pill tone="good" glyph="s-ok">
                      {t("picker.hasPage")}
                    </Pill>
                  ) : null}
                  {entry.isDraft ? (
                    <Pill tone="warn" glyph="s-half">
                      {t("picker.webinarDraft")}
                    </Pill>
                  ) : null}
                </p>
              </div>
              <SlotWays entry={entry} title={title} usable pick={pick} words={t} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
