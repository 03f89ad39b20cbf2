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
  const mark = useRef<HTMLInputElement>(null);
  const [working, setWorking] = useState(false);
  useEffect(() => {
    const form = mark.current?.form;
    if (!form) return;
    let guard: Promise<Guard> | null = null;
    let held = false;
    let ready = false;
    const begin = () => {
      guard ??= import("./prove").then(({ guardForm }) => guardForm(form, slug));
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
        .then((begun) => begun.ready(() => setWorking(true)))
        .catch(() => {})
        .finally(() => {
          setWorking(false);
          ready = true;
          form.requestSubmit(submitter);
          // A proof counts once: a form that comes back is begun anew.
          ready = false;
          held = false;
          guard = null;
        });
    };
    const touch = () => void begin().catch(() => {});
    for (const name of TOUCHED) form.addEventListener(name, touch);
    form.addEventListener("submit", hold, true);
    return () => {
      for (const name of TOUCHED) form.removeEventListener(name, touch);
      form.removeEventListener("submit", hold, true);
    };
  }, [slug]);
  return (
    <>
      <input type="hidden" name="stamp" ref={mark} defaultValue={stamp} />
      <input type="hidden" name="proof" defaultValue="" />
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
