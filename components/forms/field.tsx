import type { ComponentPropsWithRef } from "react";
import { controlProps, FieldFrame, type FieldWords } from "./field-frame";

export type FieldProps = ComponentPropsWithRef<"input"> & FieldWords;

/** A labelled input with its help and its error tied to it. */
export function Field({
  name,
  label,
  hint,
  error,
  errorLabel,
  optional,
  className,
  ...input
}: FieldProps) {
  const words = { name, label, hint, error, errorLabel, optional };
  return (
    <FieldFrame {...words} className={className}>
      <input className="input" type="text" {...input} {...controlProps(words)} />
    </FieldFrame>
  );
}
