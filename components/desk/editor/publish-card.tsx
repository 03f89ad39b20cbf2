"use client";
import { Button } from "@/components/ui/button";
import type { Missing } from "@/lib/events/publish-event";
import type { EventField } from "@/lib/events/schema";
import { Glyph } from "../glyph";
import { useWords } from "../words";

/** The field in which each missing thing is mended. */
export const WHERE: Record<Missing, EventField> = {
  title: "title",
  hostName: "hostName",
  future: "startsAt",
  closes: "closesAt",
};

/** What is missing, and the one button. Pressing it with something missing says so at the top. */
export function PublishCard({
  missing,
  unasked,
  publishing,
  form,
}: {
  missing: Missing[];
  /** So many answers the webinar requires that the form doesn't ask for. */
  unasked: number;
  publishing: boolean;
  form: string;
}) {
  const t = useWords();
  const count = missing.length + (unasked > 0 ? 1 : 0);
  return (
    <section className="pubcard" aria-labelledby="publish-title">
      <h2 id="publish-title">
        {count > 0 ? t("editor.missingTitle", { count }) : t("editor.ready")}
      </h2>
      {count > 0 ? (
        <ul>
          {missing.map((what) => (
            <li key={what}>
              <Glyph name="s-half" className="warn" />
              <a href={`#${WHERE[what]}`}>{t(`editor.missing.${what}`)}</a>
            </li>
          ))}
          {unasked > 0 ? (
            <li>
              <Glyph name="s-half" className="warn" />
              <a href="#webinar-asks">{t("editor.terms.asksTitle", { count: unasked })}</a>
            </li>
          ) : null}
        </ul>
      ) : (
        <p>{t("editor.readyHelp")}</p>
      )}
      <Button
        type="submit"
        form={form}
        name="intent"
        value="publish"
        size="small"
        variant="primary"
        aria-disabled={publishing || undefined}
      >
        {publishing ? t("editor.publishing") : t("editor.publish")}
        {count > 0 && !publishing ? (
          <span className="n">{t("editor.publishMissing", { count })}</span>
        ) : null}
      </Button>
    </section>
  );
}
