"use client";
import { useEffect, useRef, useState } from "react";
import type { Guard } from "./prove";

const TOUCHED = ["focusin", "pointerdown"] as const;
const FILLED = /^(?:firstName|lastName|email|code|answers\..+)$/;

/**
 * What the form it stands in has a script for. Fills it in from the page's own address
 * (`?firstName=…&answers.{id}=…`), since the cached page knows no reader; without JavaScript
 * `/e/{slug}/register?…` is filled by the server. Loads the guard when somebody touches the form, and
 * holds the form back until it is done; says `work` when that takes a moment.
 */
export function FormLeaf({ slug, work }: { slug: string; work: string }) {
  const status = useRef<HTMLParagraphElement>(null);
  const [working, setWorking] = useState(false);
  useEffect(() => {
    const form = status.current?.closest("form");
    if (!form) return;
    const given = [...new URLSearchParams(location.search)].filter(([name]) => FILLED.test(name));
    // Where it is not to be had any more, a form to fill in oneself.
    if (given[0]) import("./fill-form").then(({ fillForm }) => fillForm(form, given), ignore);
    let guard: Promise<Guard> | null = null;
    let held = false;
    let ready = false;
    // Not into fields: React would put back what they were drawn with.
    let sending: Guard["marks"] = {};
    const mark = ({ formData }: FormDataEvent) => {
      for (const [name, value] of Object.entries(sending)) formData.set(name, value);
    };
    const begin = () => {
      guard ??= import("./prove").then(({ guardForm }) => guardForm(slug));
      return guard;
    };
    // The sign-up's own listener comes later: the form is sent once, when everything is there.
    const hold = (event: SubmitEvent) => {
      if (ready) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (held) return;
      held = true;
      const { submitter } = event;
      begin()
        .then(async (begun) => {
          await begun.ready(() => setWorking(true));
          sending = begun.marks;
        })
        .catch(ignore)
        // A form can't be sent while it is still telling that it is sent.
        .finally(() => setTimeout(send, 0, submitter));
    };
    const send = (submitter: HTMLElement | null) => {
      setWorking(false);
      ready = true;
      form.requestSubmit(submitter);
      // A proof counts once: a form that comes back is begun anew.
      ready = false;
      held = false;
      guard = null;
      sending = {};
    };
    const touch = () => void begin().catch(ignore);
    const ending = new AbortController();
    const { signal } = ending;
    for (const name of TOUCHED) form.addEventListener(name, touch, { signal });
    form.addEventListener("submit", hold, { signal, capture: true });
    form.addEventListener("formdata", mark, { signal });
    return () => ending.abort();
  }, [slug]);
  return (
    <p role="status" className="hint form__work" ref={status}>
      {working ? work : null}
    </p>
  );
}

function ignore(): void {}
