import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { type Button, buttonClass } from "@/components/ui/button";
import { PendingButton } from "./pending-button";

/**
 * Submits its form once: while the action runs a second press does nothing, and the words say what
 * is going on. It stays focusable (`aria-disabled`), so that the focus is not lost.
 */
export function SubmitButton({
  variant,
  size,
  block,
  className,
  pending,
  ...button
}: Omit<ComponentProps<typeof Button>, "type" | "onClick"> & {
  /** Shown while the action runs. */
  pending?: string;
}) {
  const look = clsx(buttonClass({ variant, size, block }), className);
  return <PendingButton {...button} className={look} pending={pending} />;
}
