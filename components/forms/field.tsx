import clsx from "clsx";
import type { ComponentPropsWithRef } from "react";
import { Icon } from "@/components/ui/icon";

export interface FieldProps extends ComponentPropsWithRef<"input"> {
  /** Also the id: an error summary's links lead to it. */
  name: string;
  label: string;
  hint?: string;
  /** What is wrong and how to put it right; absent when nothing is. */
  error?: string;
  /** Read out before the error: "Error:". */
  errorLabel?: string;
  /** Said beside the label of what may stay empty: "(optional)". */
  optional?: string;
}

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
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return (
    <div className={clsx("field", error && "field--bad", className)}>
      <label className="field__label" htmlFor={name}>
        {label}
        {optional ? <span className="field__optional"> {optional}</span> : null}
      </label>
      {error ? <FieldError id={`${name}-error`} label={errorLabel} text={error} /> : null}
      <input
        className="input"
        type="text"
        {...input}
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

/** The error above a control; `id` goes into that control's `aria-describedby`. */
export function FieldError({ id, text, label }: { id: string; text: string; label?: string }) {
  return (
    <p className="field__error" id={id}>
      <Icon name="alert" />
      <span>
        {label ? <span className="vh">{label} </span> : null}
        {text}
      </span>
    </p>
  );
}
