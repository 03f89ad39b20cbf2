"use client";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";

/**
 * Submits its form once: while the action runs a second press does nothing, and the words say what
 * is going on. It stays focusable (`aria-disabled`), so that the focus is not lost.
 */
export function SubmitButton({
  pending,
  children,
  ...button
}: Omit<ComponentProps<typeof Button>, "type" | "onClick"> & {
  /** Shown while the action runs. */
  pending?: string;
}) {
  const { pending: busy } = useFormStatus();
  return (
    <Button
      {...button}
      type="submit"
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
      }}
    >
      {busy && pending ? pending : children}
    </Button>
  );
}
