"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Condition, fieldOf, holds } from "@/lib/form/condition";

/**
 * What is asked only after certain answers. Without JavaScript it stands there and `words` say when
 * to answer it; the server decides by the same rule either way.
 */
export function ShowIf({
  conditions,
  initially,
  words,
  children,
}: {
  conditions: Condition[];
  /** Whether they hold with what the page was sent with. */
  initially: boolean;
  words: string | null;
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  // Null until somebody has looked: the page as it was sent.
  const [shown, setShown] = useState<boolean | null>(null);
  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    const look = () => {
      const typed = new FormData(form);
      setShown(
        conditions.every((condition) =>
          holds(condition, typed.getAll(fieldOf(condition.question)).map(String)),
        ),
      );
    };
    // A form that is emptied, or filled by the browser on the way back, says so before it is done.
    const lookSoon = () => setTimeout(look);
    look();
    const ending = new AbortController();
    const { signal } = ending;
    form.addEventListener("input", look, { signal });
    form.addEventListener("reset", lookSoon, { signal });
    window.addEventListener("pageshow", lookSoon, { signal });
    return () => ending.abort();
  }, [conditions]);
  return (
    <div
      className="only-if"
      ref={box}
      hidden={shown === false}
      data-shown={(shown ?? initially) ? "" : undefined}
    >
      {shown === null && words ? <p className="only-if__words">{words}</p> : null}
      {children}
    </div>
  );
}
