"use client";
import { useEffect, useRef, useState } from "react";
import type { Guard } from "./prove";

const TOUCHED = ["focusin", "pointerdown"] as const;

/**
 * Marks by which the server tells people from machines. Its script comes when somebody touches the
 * form, shows nothing and asks nothing of them; without JavaScript an address is confirmed by mail
 * where there is suspicion.
 */
export function FormGuard({
  slug,
  stamp,
  words,
}: {
  slug: string;
  stamp: string;
  words: { bait: string; work: string };
}) {
  const first = useRef<HTMLInputElement>(null);
  const [working, setWorking] = useState(false);
  useEffect(() => {
    const form = first.current?.form;
    if (!form) return;
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
        .catch(() => {})
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
    const touch = () => void begin().catch(() => {});
    for (const name of TOUCHED) form.addEventListener(name, touch);
    form.addEventListener("submit", hold, true);
    form.addEventListener("formdata", mark);
    return () => {
      for (const name of TOUCHED) form.removeEventListener(name, touch);
      form.removeEventListener("submit", hold, true);
      form.removeEventListener("formdata", mark);
    };
  }, [slug]);
  return (
    <>
      <input type="hidden" name="stamp" ref={first} defaultValue={stamp} />
      <div className="vh" aria-hidden="true">
        <label>
          {words.bait}
          <input type="text" name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      <p role="status" className="hint form__work">
        {working ? words.work : null}
      </p>
    </>
  );
}
