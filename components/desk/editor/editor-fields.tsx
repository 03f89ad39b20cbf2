"use client";
import clsx from "clsx";
import type { ReactNode } from "react";
import { Field } from "@/components/forms/field";
import { FieldError } from "@/components/forms/field-frame";
import type { RegistrarChoices, RegistrarName } from "@/lib/db/schema";
import type { ShownTerms } from "@/lib/enrolment/webinar-terms";
import { ACCENTS } from "@/lib/events/accents";
import { TITLE_LENGTH } from "@/lib/events/schema";
import { reasonText } from "../roster/reason-text";
import { SelectField } from "../select-field";
import { TextAreaField } from "../text-area-field";
import { useReasons, useWords } from "../words";
import { Choice } from "./choice";
import type { EditorState, EditorValues } from "./editor-state";
import { errorText } from "./error-text";
import { MailFields } from "./mail-fields";
import { PlaceFields } from "./place-fields";
import { Toggle } from "./toggle";

interface Props {
  values: EditorValues;
  errors: EditorState["errors"];
  fixed: { audience: boolean; registrar: boolean; slug: boolean };
  registrars: RegistrarChoices;
  /** Of a webinar: what it asks and takes at Microsoft. */
  terms: ShownTerms | null;
  zones: readonly string[];
  series: SeriesWords;
  /** The page's picture; it is no field of this form. */
  cover: ReactNode;
  /** Something changed that no field's own event tells. */
  onCommit: () => void;
}

/** What the editor says of an event's dates, which have a page of their own. */
export interface SeriesWords {
  href: string;
  link: string;
  /** Of several dates: which, in place of the fields of the one. */
  several: string | null;
  /** People choose: why the places stand elsewhere. */
  placesByDate: string | null;
}

/** Ways to a link, the best first. */
const WAYS: readonly RegistrarName[] = ["external", "webinar", "direct"];

/** Everything about the page that its organizer decides. */
export function EditorFields({
  values,
  errors,
  fixed,
  registrars,
  terms,
  zones,
  series,
  cover,
  onCommit,
}: Props) {
  const t = useWords();
  const reasons = useReasons();
  const error = (field: keyof EditorValues) => errorText(t, errors[field]);
  const whyNot = (way: RegistrarName) => {
    const reason = registrars[way];
    return reason ? t("editor.whyNot", { reason: reasonText(reasons, "enrolment", reason) }) : null;
  };
  return (
    <>
      <section id="page" aria-labelledby="page-title">
        <h2 id="page-title">{t("editor.part.page")}</h2>
        <div className="stack">
          <Field
            name="title"
            label={t("editor.title")}
            error={error("title")}
            defaultValue={values.title}
            className="big"
            autoComplete="off"
            maxLength={TITLE_LENGTH}
          />
          <TextAreaField
            name="description"
            label={t("editor.description")}
            hint={t("editor.descriptionHelp")}
            error={error("description")}
            defaultValue={values.description}
            placeholder={t("editor.descriptionHint")}
            rows={6}
          />
          <div className="two">
            <Field
              name="hostName"
              label={t("editor.host")}
              hint={t("editor.hostHelp")}
              error={error("hostName")}
              defaultValue={values.hostName}
              autoComplete="off"
            />
            <SlugField value={values.slug} error={error("slug")} fixed={fixed.slug} />
          </div>
          {cover}
        </div>
      </section>

      <section id="when" aria-labelledby="when-title">
        <h2 id="when-title">{t("editor.part.when")}</h2>
        <p>{t("editor.whenLead")}</p>
        <div className="stack">
          {series.several ? (
            <p id="startsAt">{series.several}</p>
          ) : (
            <>
              <div className="two">
                <TimeField
                  name="startsAt"
                  label={t("editor.startsAt")}
                  values={values}
                  error={error}
                />
                <TimeField name="endsAt" label={t("editor.endsAt")} values={values} error={error} />
              </div>
              <SelectField
                name="zone"
                label={t("editor.zone")}
                error={error("zone")}
                options={zones.includes(values.zone) ? zones : [values.zone, ...zones]}
                defaultValue={values.zone}
              />
            </>
          )}
          <p>
            <a href={series.href}>{series.link}</a>
          </p>
          <div className="two">
            <TimeField
              name="opensAt"
              label={t("editor.opensAt")}
              hint={t("editor.opensHelp")}
              values={values}
              error={error}
            />
            <TimeField
              name="closesAt"
              label={t("editor.closesAt")}
              hint={t("editor.closesHelp")}
              values={values}
              error={error}
            />
          </div>
        </div>
      </section>

      <section id="who" aria-labelledby="who-title">
        <h2 id="who-title">{t("editor.part.who")}</h2>
        <Choices
          name="audience"
          legend={t("editor.audience")}
          error={error("audience")}
          note={fixed.audience ? t("editor.audienceFixed") : null}
        >
          {(["everyone", "organization"] as const).map((value) => (
            <Choice
              key={value}
              name="audience"
              value={value}
              title={t(`editor.${value}`)}
              help={t(`editor.${value}Help`)}
              checked={values.audience === value}
              disabled={fixed.audience}
            />
          ))}
        </Choices>
        <div className="stack">
          <Field
            name="emailDomains"
            label={t("editor.emailDomains")}
            hint={t("editor.emailDomainsHelp")}
            error={error("emailDomains")}
            defaultValue={values.emailDomains}
            placeholder={t("editor.emailDomainsHint")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          {(["noThrowaway", "invitedOnly"] as const).map((name) => (
            <Toggle
              key={name}
              name={name}
              title={t(`editor.${name}`)}
              help={t(`editor.${name}Help`)}
              checked={values[name] === "on"}
              error={error(name)}
            />
          ))}
        </div>
      </section>

      <section id="places" aria-labelledby="places-title">
        <h2 id="places-title">{t("editor.part.places")}</h2>
        <PlaceFields
          values={values}
          terms={values.registrar === "webinar" ? terms : null}
          error={error}
          series={series}
        />
      </section>

      <section id="link" aria-labelledby="link-title">
        <h2 id="link-title">{t("editor.part.link")}</h2>
        <Choices name="delivery" legend={t("editor.delivery")} error={error("delivery")}>
          {(["show", "email"] as const).map((value) => (
            <Choice
              key={value}
              name="delivery"
              value={value}
              title={t(`editor.${value}`)}
              help={t(`editor.${value}Help`)}
              checked={values.delivery === value}
            />
          ))}
        </Choices>
      </section>

      <section id="way" aria-labelledby="way-title">
        <h2 id="way-title">{t("editor.part.way")}</h2>
        <p>{t("editor.registrarLead")}</p>
        <Choices
          name="registrar"
          legend={t("editor.registrar")}
          error={error("registrar")}
          note={fixed.registrar ? t("editor.registrarFixed") : null}
        >
          {WAYS.filter((value) => value in registrars || value === values.registrar).map(
            (value) => (
              <Choice
                key={value}
                name="registrar"
                value={value}
                title={t(`editor.${value}`)}
                help={[t(`editor.${value}Help`), whyNot(value)].filter(Boolean).join(" ")}
                checked={values.registrar === value}
                disabled={fixed.registrar}
              />
            ),
          )}
        </Choices>
      </section>

      <MailFields values={values} error={error} onCommit={onCommit} />

      <section id="look" aria-labelledby="look-title">
        <h2 id="look-title">{t("editor.part.look")}</h2>
        <Choices name="accent" legend={t("editor.accent")} error={error("accent")}>
          <div className="swatches">
            {ACCENTS.map((accent) => (
              <label className="swatch" key={accent} htmlFor={`accent-${accent}`}>
                <input
                  type="radio"
                  id={`accent-${accent}`}
                  name="accent"
                  value={accent}
                  defaultChecked={values.accent === accent}
                />
                <span className="dot" data-accent={accent} />
                {t(`editor.accents.${accent}`)}
              </label>
            ))}
          </div>
        </Choices>
      </section>
    </>
  );
}

function TimeField({
  name,
  values,
  error,
  ...field
}: {
  name: "startsAt" | "endsAt" | "opensAt" | "closesAt";
  label: string;
  hint?: string;
  values: EditorValues;
  error: (field: keyof EditorValues) => string | undefined;
}) {
  return (
    <Field
      {...field}
      name={name}
      type="datetime-local"
      error={error(name)}
      defaultValue={values[name]}
    />
  );
}

function SlugField({ value, error, fixed }: { value: string; error?: string; fixed: boolean }) {
  const t = useWords();
  return (
    <div className={clsx("field", error && "field--bad")}>
      <label className="field__label" htmlFor="slug">
        {t("editor.slug")}
      </label>
      {error ? <FieldError id="slug-error" text={error} /> : null}
      <div className="pre">
        <span aria-hidden="true">/e/</span>
        <input
          className="input"
          id="slug"
          name="slug"
          defaultValue={value}
          disabled={fixed}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={80}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "slug-error slug-hint" : "slug-hint"}
        />
      </div>
      <p className="field__hint" id="slug-hint">
        {fixed ? t("editor.slugFixed") : t("editor.slugHelp")}
      </p>
    </div>
  );
}

/** A group of cards under a heading that says the same, so its legend is only read out. */
function Choices({
  name,
  legend,
  error,
  note,
  children,
}: {
  name: string;
  legend: string;
  error?: string;
  note?: string | null;
  children: React.ReactNode;
}) {
  const described = [error && `${name}-error`, note && `${name}-note`].filter(Boolean).join(" ");
  return (
    <fieldset
      id={name}
      tabIndex={-1}
      className={clsx(error && "field--bad")}
      aria-describedby={described || undefined}
    >
      <legend className="vh">{legend}</legend>
      {error ? <FieldError id={`${name}-error`} text={error} /> : null}
      {children}
      {note ? (
        <p className="field__hint" id={`${name}-note`}>
          {note}
        </p>
      ) : null}
    </fieldset>
  );
}
