import clsx from "clsx";
import type { ComponentPropsWithRef } from "react";
import { FieldError } from "@/components/forms/field";

/** A labelled choice out of many, with its help and its error tied to it. */
export function SelectField({
  name,
  label,
  options,
  hint,
  error,
  ...select
}: Omit<ComponentPropsWithRef<"select">, "children"> & {
  name: string;
  label: string;
  options: readonly string[];
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
      <select
        {...select}
        className="input"
        id={name}
        name={name}
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
      >
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
      {hint ? (
        <p className="field__hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
