"use client";
import { useRouter } from "next/navigation";
import { type SyntheticEvent, useEffect, useId, useState } from "react";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import type { PageCover } from "@/lib/events/read-page";
import type { CoverOutcome } from "@/lib/events/set-cover";
import { Glyph } from "../glyph";

const COVER_FORM = "cover-form";

/** What became of the picture. */
export type CoverNews = CoverOutcome | "removed" | "too-large" | "failed";

const GOOD: CoverNews[] = ["saved", "described", "removed"];
/** Said beside the description, not beside the file. */
const ABOUT_ALT: CoverNews[] = ["alt-invalid", "leaks-way-in"];

export interface CoverWords {
  title: string;
  help: string;
  choose: string;
  replace: string;
  alt: string;
  altHelp: string;
  upload: string;
  saveAlt: string;
  remove: string;
  pending: string;
  outcome: Record<CoverNews, string>;
}

export interface CoverProps {
  current: PageCover | null;
  /** What the last form came to, where no script runs. */
  news: CoverNews | null;
  longestAlt: number;
  words: CoverWords;
}

/** What is sent with the picture; it stands beside the editor's form, which can't hold another. */
export function CoverForm({ eventId }: { eventId: string }) {
  return (
    <form
      id={COVER_FORM}
      action={`/dashboard/events/${eventId}/cover`}
      method="post"
      encType="multipart/form-data"
      // A box of its own would be one more of the editor's columns.
      hidden
    />
  );
}

/**
 * The page's picture, among the editor's fields but not of their form: it is sent by itself, with or
 * without JavaScript.
 */
export function CoverCard({ current, news: posted, longestAlt, words }: CoverProps) {
  const router = useRouter();
  const [answered, setAnswered] = useState<CoverNews | null>(null);
  const [sending, setSending] = useState(false);
  const fileId = useId();
  const news = answered ?? posted;
  const good = news !== null && GOOD.includes(news);
  const bad = news !== null && !good;
  const altError = bad && ABOUT_ALT.includes(news) ? words.outcome[news] : undefined;

  useEffect(() => {
    const form = document.getElementById(COVER_FORM);
    if (!(form instanceof HTMLFormElement)) return;
    let busy = false;
    const send = async (event: SubmitEvent) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      setSending(true);
      const outcome = await post(form.action, new FormData(form, event.submitter));
      busy = false;
      setSending(false);
      setAnswered(outcome);
      if (!GOOD.includes(outcome)) return;
      form.reset();
      router.refresh();
    };
    form.addEventListener("submit", send);
    return () => form.removeEventListener("submit", send);
  }, [router]);

  return (
    // What is typed here is no change of the form around it.
    <fieldset id="cover" className="cover-edit" tabIndex={-1} onInput={stop}>
      <legend>{words.title}</legend>
      {current ? (
        // biome-ignore lint/performance/noImgElement: next/image needs inline styles.
        <img
          src={`/api/covers/${current.hash}?size=small`}
          alt={current.alt}
          width={current.width}
          height={current.height}
        />
      ) : null}
      <div className={bad && !altError ? "field field--bad" : "field"}>
        <label className="field__label" htmlFor={fileId}>
          {current ? words.replace : words.choose}
        </label>
        <input
          className="input"
          type="file"
          id={fileId}
          name="file"
          form={COVER_FORM}
          accept="image/jpeg,image/png,image/webp,image/avif"
          aria-describedby={`${fileId}-help`}
        />
        <p className="field__hint" id={`${fileId}-help`}>
          {words.help}
        </p>
      </div>
      <Field
        key={current?.hash}
        name="alt"
        form={COVER_FORM}
        label={words.alt}
        hint={words.altHelp}
        error={altError}
        defaultValue={current?.alt ?? ""}
        maxLength={longestAlt}
        autoComplete="off"
      />
      <div className="row">
        <Button type="submit" form={COVER_FORM} size="small" aria-disabled={sending || undefined}>
          {sending ? words.pending : current ? words.saveAlt : words.upload}
        </Button>
        {current ? (
          <Button
            type="submit"
            form={COVER_FORM}
            name="intent"
            value="remove"
            size="small"
            variant="quiet"
          >
            {words.remove}
          </Button>
        ) : null}
        <p role="status" className={bad ? "cover-edit__news bad" : "cover-edit__news"}>
          {news && !altError ? (
            <>
              <Glyph name={bad ? "s-bad" : "check"} />
              {words.outcome[news]}
            </>
          ) : null}
        </p>
      </div>
    </fieldset>
  );
}

function stop(event: SyntheticEvent) {
  event.stopPropagation();
}

async function post(action: string, body: FormData): Promise<CoverNews> {
  try {
    const answer = await fetch(action, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
    });
    if (answer.status === 413) return "too-large";
    if (!answer.ok) return "failed";
    const { outcome } = (await answer.json()) as { outcome: CoverNews };
    return outcome;
  } catch {
    return "failed";
  }
}
