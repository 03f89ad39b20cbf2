"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { Unasked } from "@/lib/enrolment/webinar-questions";
import { Glyph } from "../glyph";
import { useWords } from "../words";
import type { QuestionsNews } from "./questions-news";

const ADD_FORM = "add-questions";

/** The form of its button, which stands among another form's fields. */
export function AddQuestionsForm({
  eventId,
  action,
}: {
  eventId: string;
  action: (form: FormData) => Promise<void>;
}) {
  return (
    <form id={ADD_FORM} action={action} hidden>
      <input type="hidden" name="eventId" value={eventId} />
    </form>
  );
}

/** What the webinar requires and the form doesn't ask for, with the one button that mends it. */
export function WebinarAsks({
  unasked,
  focus,
}: {
  unasked: Unasked[];
  /** Publishing came to nothing because of it. */
  focus: boolean;
}) {
  const t = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  const count = unasked.length;
  return (
    <div
      className="needs bad"
      id="webinar-asks"
      role={focus ? "alert" : undefined}
      tabIndex={-1}
      ref={box}
    >
      <Glyph name="s-bad" />
      <div className="grow">
        <p>
          <b>{t("editor.terms.asksTitle", { count })}</b>
        </p>
        <ul>
          {unasked.map(({ text, why }) => (
            <li key={text}>{t(`editor.terms.${why}`, { question: text })}</li>
          ))}
        </ul>
        <p>{t("editor.terms.asksHelp")}</p>
        <p className="way-out">
          <Button type="submit" form={ADD_FORM} size="small" variant="primary">
            {t("editor.terms.add", { count })}
          </Button>
        </p>
      </div>
    </div>
  );
}

export function AddedQuestions({ news, formHref }: { news: QuestionsNews; formHref: string }) {
  const t = useWords();
  const good = news.kind === "added" || news.kind === "nothing";
  return (
    <div className={good ? "banner good done" : "banner warn done"} role="status">
      <Glyph name={good ? "s-ok" : "warn"} />
      <p>
        {t(`editor.terms.news.${news.kind}`, { count: news.count })}{" "}
        <a href={formHref}>{t("editor.terms.form")}</a>
      </p>
    </div>
  );
}
