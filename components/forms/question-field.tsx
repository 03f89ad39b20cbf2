import clsx from "clsx";
import type { ReactNode } from "react";
import type { AskedItem, Control } from "@/lib/form/ask";
import type { Said } from "@/lib/form/say";
import { controlProps, FieldError } from "./field-frame";

interface Props {
  item: AskedItem;
  /** What was typed or chosen before. */
  values: string[];
  error?: string;
  errorLabel: string;
}

/** One question, by the control that its answer is given in. */
export function QuestionField(props: Props) {
  const { item, values } = props;
  const { control } = item;
  switch (control.kind) {
    case "heading":
      return (
        <div className="form__part">
          <h3 lang={item.label.lang}>{item.label.text}</h3>
          {item.help ? (
            <p className="field__hint" lang={item.help.lang}>
              {item.help.text}
            </p>
          ) : null}
        </div>
      );
    case "options":
      return <Options {...props} control={control} />;
    case "box":
      return <Box {...props} control={control} />;
    case "line": {
      const { kind: _, ...input } = control;
      return (
        <Labelled {...props}>
          <input
            className="input"
            {...input}
            {...attributes(props)}
            required={item.required}
            defaultValue={values[0] ?? ""}
          />
        </Labelled>
      );
    }
    case "lines":
      return (
        <Labelled {...props}>
          <textarea
            className="input"
            rows={control.rows}
            {...attributes(props)}
            required={item.required}
            defaultValue={values[0] ?? ""}
          />
        </Labelled>
      );
    case "list":
      return (
        <Labelled {...props}>
          <select
            // A select keeps to its first default: one that came back with an answer is a new one.
            key={values[0]}
            className="input"
            {...attributes(props)}
            required={item.required}
            autoComplete={control.autoComplete}
            defaultValue={values[0] ?? ""}
          >
            <option value="">{control.choose}</option>
            {control.options.map(({ value, label }) => (
              <option key={value} value={value} lang={label.lang}>
                {label.text}
              </option>
            ))}
          </select>
        </Labelled>
      );
  }
}

function hintOf({ help, limits }: AskedItem): string | undefined {
  return help || limits ? "there" : undefined;
}

function attributes({ item, error }: Props) {
  return controlProps({ name: item.name, hint: hintOf(item), error });
}

function Labelled({ item, error, errorLabel, children }: Props & { children: ReactNode }) {
  return (
    <div className={clsx("field", error && "field--bad")}>
      <label className="field__label" htmlFor={item.name}>
        <Words said={item.label} />
        <Optional item={item} />
      </label>
      {error ? <FieldError id={`${item.name}-error`} label={errorLabel} text={error} /> : null}
      {children}
      <Hint item={item} />
    </div>
  );
}

/** Radio buttons or boxes in rows. The first one has the question's own id: errors lead to it. */
function Options(props: Props & { control: Extract<Control, { kind: "options" }> }) {
  const { item, values, error, errorLabel, control } = props;
  const described = attributes(props);
  return (
    <fieldset
      className={clsx("field", error && "field--bad")}
      aria-describedby={described["aria-describedby"]}
    >
      <legend className="field__label">
        <Words said={item.label} />
        <Optional item={item} />
      </legend>
      {error ? <FieldError id={`${item.name}-error`} label={errorLabel} text={error} /> : null}
      <Hint item={item} />
      <div className="options">
        {control.options.map(({ value, label }, at) => (
          <label className="option" key={value}>
            <input
              type={control.several ? "checkbox" : "radio"}
              id={at === 0 ? item.name : `${item.name}.${value}`}
              name={item.name}
              value={value}
              defaultChecked={values.includes(value)}
              required={!control.several && item.required}
              aria-invalid={described["aria-invalid"]}
            />
            <Words said={label} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One box to tick, by nobody but its reader. */
function Box(props: Props & { control: Extract<Control, { kind: "box" }> }) {
  const { item, values, error, errorLabel, control } = props;
  return (
    <div className={clsx("field", error && "field--bad")}>
      {error ? <FieldError id={`${item.name}-error`} label={errorLabel} text={error} /> : null}
      <label className="option">
        <input
          type="checkbox"
          value="yes"
          data-consent=""
          {...attributes(props)}
          defaultChecked={values.includes("yes")}
          required={item.required}
        />
        <span>
          <Words said={item.label} />
          <Optional item={item} />
        </span>
      </label>
      {control.link ? (
        <p className="option__more">
          <a
            href={control.link.address}
            target="_blank"
            rel="noreferrer"
            lang={control.link.words.lang}
          >
            {control.link.words.text}
          </a>{" "}
          {control.link.newTab}
        </p>
      ) : null}
      <Hint item={item} className="option__more" />
    </div>
  );
}

function Words({ said }: { said: Said }) {
  return said.lang ? <span lang={said.lang}>{said.text}</span> : said.text;
}

function Optional({ item }: { item: AskedItem }) {
  return item.optional ? <span className="field__optional"> {item.optional}</span> : null;
}

function Hint({ item, className }: { item: AskedItem; className?: string }) {
  if (!hintOf(item)) return null;
  return (
    <p className={clsx("field__hint", className)} id={`${item.name}-hint`}>
      {item.help ? <Words said={item.help} /> : null} {item.limits}
    </p>
  );
}
