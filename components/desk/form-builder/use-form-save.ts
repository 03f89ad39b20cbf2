"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { FormDefinition } from "@/lib/form/definition";
import type { SaveAnswer, SaveForm } from "./builder-state";
import { problemsOf } from "./form-problems";

const PAUSE_MS = 700;
const AT_ONCE_MS = 50;
const AGAIN_AFTER_MS = 5_000;

export type FormStatus = "untouched" | "unsaved" | "saving" | "saved" | "refused" | "offline";

/**
 * Saves the form as it is built: a draft's while one types, a public one's when a field is left or
 * something was moved, so that nobody reads half a sentence. One save at a time, the newest form each
 * time, each based on the version that the one before made.
 */
export function useFormSave({
  eventId,
  first,
  version,
  isPublished,
  save,
}: {
  eventId: string;
  first: FormDefinition;
  version: number;
  isPublished: boolean;
  save: SaveForm;
}) {
  const [form, setForm] = useState(first);
  const [status, setStatus] = useState<FormStatus>("untouched");
  const [refusal, setRefusal] = useState<Exclude<SaveAnswer["kind"], "saved"> | null>(null);
  /** Saved as another version than the one that this began with. */
  const [isNew, setNew] = useState(false);
  const latest = useRef(first);
  const basedOn = useRef(version);
  const dirty = useRef(false);
  const running = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = useRef<(ms: number) => void>(() => {});

  const send = useCallback(async () => {
    if (running.current || !dirty.current) return;
    if (problemsOf(latest.current).length > 0) return setStatus("refused");
    running.current = true;
    dirty.current = false;
    setStatus("saving");
    try {
      const answer = await save(eventId, basedOn.current, latest.current);
      if (answer.kind === "saved") {
        if (answer.version !== basedOn.current) setNew(true);
        basedOn.current = answer.version;
        setRefusal(null);
        setStatus(dirty.current ? "unsaved" : "saved");
      } else {
        setRefusal(answer.kind);
        setStatus("refused");
      }
      if (dirty.current) again.current(AT_ONCE_MS);
    } catch {
      // The server or the network: nothing is lost, the page holds it.
      dirty.current = true;
      setStatus("offline");
      again.current(AGAIN_AFTER_MS);
    } finally {
      running.current = false;
    }
  }, [eventId, save]);

  const sendIn = useCallback(
    (ms: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(send, ms);
    },
    [send],
  );
  useEffect(() => {
    again.current = sendIn;
  }, [sendIn]);

  /** `typed`: more of it comes, so a public form waits until the field is left. */
  const change = useCallback(
    (next: FormDefinition, typed = false) => {
      latest.current = next;
      dirty.current = true;
      setForm(next);
      setStatus((now) => (now === "saving" ? now : "unsaved"));
      if (!typed) sendIn(AT_ONCE_MS);
      else if (!isPublished) sendIn(PAUSE_MS);
      else clearTimeout(timer.current);
    },
    [isPublished, sendIn],
  );
  const onLeave = useCallback(() => {
    if (dirty.current) sendIn(AT_ONCE_MS);
  }, [sendIn]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (dirty.current || running.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      clearTimeout(timer.current);
    };
  }, []);

  return { form, change, onLeave, status, refusal, isNew };
}
