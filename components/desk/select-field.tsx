import type { ComponentPropsWithRef } from "react";
import { controlProps, FieldFrame, type FieldWords } from "@/components/forms/field-frame";

/** A labelled choice out of many, with its help and its error tied to it. */
export function SelectField({
  name,
  label,
  options,
  hint,
  error,
  ...select
}: Omit<ComponentPropsWithRef<"select">, "children"> &
  FieldWords & {
    /** Each says itself, or has a value that it stands for. */
    options: readonly (string | { value: string; label: string })[];
  }) {
  const words = { name, label, hint, error };
  return (
    <FieldFrame {...words}>
      <select {...select} className="input" {...controlProps(words)}>
        {options.map((option) =>
          typeof option === "string" ? (
            <option key={option}>{option}</option>
          ) : (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ),
        )}
      </select>
    </FieldFrame>
  );
}
