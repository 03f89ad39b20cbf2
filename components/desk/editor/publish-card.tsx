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
  publishing,
  form,
}: {
  missing: Missing[];
  publishing: boolean;
  form: string;
}) {
  const t = useWords();
  return (
    <section className="pubcard" aria-labelledby="publish-title">
      <h2 id="publish-title">
        {missing.length > 0
          ? t("editor.missingTitle", { count: missing.length })
          : t("editor.ready")}
      </h2>
      {missing.length > 0 ? (
        <ul>
          {missing.map((what) => (
            <li key={what}>
              <Glyph name="s-half" className="warn" />
              <a href={`#${WHERE[what]}`}>{t(`editor.missing.${what}`)}</a>
            </li>
          ))}
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
        {missing.length > 0 && !publishing ? (
          <span className="n">{t("editor.publishMissing", { count: missing.length })}</span>
        ) : null}
      </Button>
    </section>
  );
}
