"use client";
import { useEffect, useRef } from "react";

const FILLED = /^(?:firstName|lastName|email|code|answers\..+)$/;

/**
 * Fills the form it stands in from the page's own address (`?firstName=…&answers.{id}=…`): the
 * cached page knows no reader. Without JavaScript `/e/{slug}/register?…` is filled by the server.
 */
export function Prefill() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = mark.current?.closest("form");
    const given = [...new URLSearchParams(location.search)].filter(([name]) => FILLED.test(name));
    if (form && given.length > 0)
      import("./fill-form").then(
        ({ fillForm }) => fillForm(form, given),
        // Not to be had any more: a form to fill in oneself.
        () => {},
      );
  }, []);
  return <span hidden ref={mark} />;
}
