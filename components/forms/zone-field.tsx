"use client";
import { useEffect, useRef } from "react";

/** The browser's time zone with the form, asked for as the form is sent; empty without JavaScript. */
export function ZoneField({ name }: { name: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = field.current;
    const form = input?.form;
    if (!form) return;
    const fillIn = () => {
      input.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    };
    form.addEventListener("submit", fillIn);
    return () => form.removeEventListener("submit", fillIn);
  }, []);
  return <input type="hidden" name={name} ref={field} />;
}
