"use client";
import type { ShownTerms } from "@/lib/enrolment/webinar-terms";
import { Glyph } from "../glyph";
import { useWords } from "../words";

/** How many the webinar takes beside how many the page does, and who decides there. */
export function WebinarPlaces({
  terms: { capacity: theirs, waitlist, approval },
  typed,
}: {
  terms: ShownTerms;
  /** What stands in the page's own field. */
  typed: string;
}) {
  const t = useWords();
  const digits = typed.replace(/[\s.,’'\u202f]/g, "");
  const ours = /^\d{1,9}$/.test(digits) ? Number(digits) : null;
  const isFewer = theirs !== null && (ours === null ? digits === "" : ours > theirs);
  return (
    <>
      {isFewer ? (
        <Note
          title={
            ours === null
              ? t("editor.terms.fewerNoLimit", { theirs })
              : t("editor.terms.fewer", { theirs, ours })
          }
          text={t(waitlist ? "editor.terms.fewerLine" : "editor.terms.fewerHelp", { theirs })}
        />
      ) : theirs !== null ? (
        <p className="hint">
          {t(waitlist ? "editor.terms.takesLine" : "editor.terms.takes", { count: theirs })}
        </p>
      ) : null}
      {approval ? (
        <Note title={t("editor.terms.approves")} text={t("editor.terms.approvesHelp")} />
      ) : null}
    </>
  );
}

function Note({ title, text }: { title: string; text: string }) {
  return (
    <div className="needs" role="note">
      <Glyph name="s-half" />
      <div className="grow">
        <p>
          <b>{title}</b>
        </p>
        <p>{text}</p>
      </div>
    </div>
  );
}
