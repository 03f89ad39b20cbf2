"use client";
import { useEffect, useRef, useState } from "react";
import { Glyph } from "../glyph";
import { useWords } from "../words";

/** The page as an attendee sees it, at a phone's or a desktop's width; anew with each `state`. */
export function PreviewStage({ href, state }: { href: string; state: string }) {
  const t = useWords();
  const [width, setWidth] = useState<"phone" | "desktop">("phone");
  const frame = useRef<HTMLIFrameElement>(null);
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current === state) return;
    shown.current = state;
    // Reloading keeps where it was scrolled to.
    frame.current?.contentWindow?.location.reload();
  }, [state]);
  return (
    <aside className="stage" aria-label={t("editor.preview")}>
      <div className="keep">
        <header>
          <fieldset className="seg">
            <legend className="vh">{t("editor.width")}</legend>
            {(["phone", "desktop"] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === width}
                onClick={() => setWidth(each)}
              >
                <Glyph name={each} />
                {t(`editor.${each}`)}
              </button>
            ))}
          </fieldset>
          <a
            className="button button--small button--quiet"
            href={href}
            target="_blank"
            rel="noreferrer"
          >
            {t("editor.openPreview")}
            <span className="vh">, {t("event.newTab")}</span>
            <Glyph name="out" />
          </a>
        </header>
        <div className="preview" data-width={width}>
          <iframe ref={frame} src={href} title={t("editor.previewFrame")} />
        </div>
      </div>
    </aside>
  );
}
