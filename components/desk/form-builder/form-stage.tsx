"use client";
import { useCallback, useEffect, useRef } from "react";
import type { FormDefinition } from "@/lib/form/definition";
import { PREVIEW_READY, type PreviewMessage } from "./builder-state";
import { useBuilderWords } from "./builder-words";

/** The form as an attendee sees it, at a phone's width and with each letter that is typed. */
export function FormStage({
  href,
  form,
  language,
}: {
  href: string;
  form: FormDefinition;
  language: FormDefinition["languages"][number];
}) {
  const t = useBuilderWords();
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef<PreviewMessage>({ usher: "form", definition: form, language });
  const tell = useCallback(() => {
    frame.current?.contentWindow?.postMessage(latest.current, window.location.origin);
  }, []);
  useEffect(() => {
    latest.current = { usher: "form", definition: form, language };
    tell();
  }, [form, language, tell]);
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      if (event.source === frame.current?.contentWindow && event.data === PREVIEW_READY) tell();
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, [tell]);
  return (
    <aside className="stage" aria-label={t("preview.label")}>
      <div className="keep">
        <header>
          <b>{t("preview.label")}</b>
          <span className="hint">{t("preview.try")}</span>
        </header>
        <div className="preview" data-width="phone">
          <iframe ref={frame} src={href} title={t("preview.frame")} />
        </div>
      </div>
    </aside>
  );
}
