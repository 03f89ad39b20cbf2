import clsx from "clsx";
import type { ComponentPropsWithRef } from "react";
import { FieldError } from "@/components/forms/field";

/** A labelled text of several lines, with its help and its error tied to it. */
export function TextAreaField({
  name,
  label,
  hint,
  error,
  className,
  ...area
}: ComponentPropsWithRef<"textarea"> & {
  name: string;
  label: string;
  hint?: string;
  error?: string;
}) {
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return (
    <div className={clsx("field", error && "field--bad")}>
      <label className="field__label" htmlFor={name}>
        {label}
      </label>
      {error ? <FieldError id={`${name}-error`} text={error} /> : null}
      <textarea
        {...area}
        className={clsx("input", className)}
        id={name}
        name={name}
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
      />
      {hint ? (
        <p className="field__hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
