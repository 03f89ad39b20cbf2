"use client";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";

/** The button of SubmitButton. Its look comes as classes, so that its script holds none. */
export function PendingButton({
  pending,
  children,
  ...button
}: Omit<ComponentProps<"button">, "type" | "onClick"> & { pending: string | undefined }) {
  const { pending: busy } = useFormStatus();
  return (
    <button
      {...button}
      type="submit"
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
      }}
    >
      {busy && pending ? pending : children}
    </button>
  );
}
