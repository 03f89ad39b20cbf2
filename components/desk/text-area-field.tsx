import clsx from "clsx";
import type { ComponentPropsWithRef } from "react";
import { controlProps, FieldFrame, type FieldWords } from "@/components/forms/field-frame";

/** A labelled text of several lines, with its help and its error tied to it. */
export function TextAreaField({
  name,
  label,
  hint,
  error,
  className,
  ...area
}: ComponentPropsWithRef<"textarea"> & FieldWords) {
  const words = { name, label, hint, error };
  return (
    <FieldFrame {...words}>
      <textarea {...area} className={clsx("input", className)} {...controlProps(words)} />
    </FieldFrame>
  );
}
