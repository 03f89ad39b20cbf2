import type { ReactNode } from "react";
import { FieldError } from "@/components/forms/field-frame";

/**
 * Something that is on or off, as a card. A form says nothing of a box that is empty, so it says
 * elsewhere that it has them (`toggles`). What it asks for further stands in it while it is on.
 */
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
      {children ? <div className="toggle__more">{children}</div> : null}
    </div>
  );
}
