import clsx from "clsx";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

export interface FieldWords {
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

/** What a control needs to be the one that its frame speaks of. */
export function controlProps({ name, hint, error }: Pick<FieldWords, "name" | "hint" | "error">) {
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return {
    id: name,
    name,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? (true as const) : undefined,
  };
}

/** Label, error and help round one control. */
export function FieldFrame({
  name,
  label,
  hint,
  error,
  errorLabel,
  optional,
  className,
  children,
}: FieldWords & { className?: string; children: ReactNode }) {
  return (
    <div className={clsx("field", error && "field--bad", className)}>
      <label className="field__label" htmlFor={name}>
        {label}
        {optional ? <span className="field__optional"> {optional}</span> : null}
      </label>
      {error ? <FieldError id={`${name}-error`} label={errorLabel} text={error} /> : null}
      {children}
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
