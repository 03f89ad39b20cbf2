import type { ReactNode } from "react";
import { FieldError } from "@/components/forms/field-frame";

/** Something that is on or off, as a card; what it asks for further stands in it while it is on. */
export function Toggle({
  name,
  title,
  help,
  checked,
  error,
  children,
}: {
  name: string;
  title: string;
  help: string;
  checked: boolean;
  error?: string;
  children?: ReactNode;
}) {
  return (
    <div className="toggle">
      {error ? <FieldError id={`${name}-error`} text={error} /> : null}
      <label className="choice" htmlFor={name}>
        <input
          type="checkbox"
          id={name}
          name={name}
          value="on"
          defaultChecked={checked}
          aria-describedby={`${name}-help`}
        />
        <b>{title}</b>
        <span id={`${name}-help`}>{help}</span>
      </label>
      {/* What a form says whose box is empty; it comes second, so that a full box is read first. */}
      <input type="hidden" name={name} value="off" />
      {children ? <div className="toggle__more">{children}</div> : null}
    </div>
  );
}
