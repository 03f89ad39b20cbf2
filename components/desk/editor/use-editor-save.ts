"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { EditorAction, EditorState, Intent } from "./editor-state";

const PAUSE = 700;
const AGAIN_AFTER = 5_000;

export type SaveStatus =
  | "untouched"
  | "unsaved"
  | "saving"
  | "saved"
  | "asks"
  | "refused"
  | "offline";

/**
 * Saves the form as it is filled: a draft while one types, a published page when a field is left,
 * so that nobody reads half a sentence. One save at a time; what is typed meanwhile is saved next.
 */
export function useEditorSave({
  form,
  action,
  first,
  published,
  onGo,
}: {
  form: RefObject<HTMLFormElement | null>;
  action: EditorAction;
  first: EditorState;
  published: boolean;
  onGo: (to: string) => void;
}) {
  const [state, setState] = useState(first);
  const [status, setStatus] = useState<SaveStatus>(statusOf(first));
  const latest = useRef(first);
  const dirty = useRef(false);
  const running = useRef(false);
  /** What stands in the fields waits for an answer. */
  const asked = useRef(false);
  /** Asked for while another save ran. */
  const queued = useRef<Intent | null>(null);
  const again = useRef<(intent: Intent) => void>(() => {});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const send = useCallback(
    async (intent: Intent) => {
      if (!form.current) return;
      if (running.current) {
        // Whatever is pressed saves as well: a save by itself must not take its place.
        if (intent !== "save" || queued.current === null) queued.current = intent;
        return;
      }
      clearTimeout(timer.current);
      running.current = true;
      dirty.current = false;
      setStatus("saving");
      const data = new FormData(form.current);
      data.set("intent", intent);
      data.set("live", "1");
      try {
        const next = await action(latest.current, data);
        latest.current = next;
        setState(next);
        const status = outcomeOf(next);
        asked.current = status === "asks";
        setStatus(dirty.current ? "unsaved" : status);
        if (next.goTo) onGo(next.goTo);
      } catch {
        // The server or the network: nothing is lost, the fields hold it.
        dirty.current = true;
        setStatus("offline");
      } finally {
        running.current = false;
        const then = queued.current;
        queued.current = null;
        if (then) again.current(then);
        else if (dirty.current)
          timer.current = setTimeout(() => again.current("save"), AGAIN_AFTER);
      }
    },
    [action, form, onGo],
  );
  useEffect(() => {
    again.current = send;
  }, [send]);
  const save = useCallback(() => {
    if (dirty.current) send("save");
  }, [send]);

  const onInput = useCallback(
    (committed: boolean) => {
      dirty.current = true;
      setStatus((now) => (now === "saving" ? now : "unsaved"));
      clearTimeout(timer.current);
      if (!published || committed) timer.current = setTimeout(save, committed ? 50 : PAUSE);
    },
    [published, save],
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (dirty.current || running.current || asked.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      clearTimeout(timer.current);
    };
  }, []);

  return { state, status, onInput, send, saving: status === "saving" };
}

function outcomeOf({ errors, problem }: EditorState): SaveStatus {
  if (Object.keys(errors).length > 0 || problem?.kind === "leaks-way-in") return "refused";
  return problem?.kind === "asks" ? "asks" : "saved";
}

/** After a post without JavaScript, what became of it. */
function statusOf(state: EditorState): SaveStatus {
  if (state.values) return state.problem?.kind === "asks" ? "asks" : "refused";
  return state.savedAt === null ? "untouched" : "saved";
}
