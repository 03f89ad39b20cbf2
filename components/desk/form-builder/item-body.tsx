"use client";
import { Field } from "@/components/forms/field";
import { type FormItem, HELP_LENGTH, LABEL_LENGTH } from "@/lib/form/definition";
import { TextAreaField } from "../text-area-field";
import { type BodyProps, errorAt, fallbackIn } from "./body-parts";
import { useBuilderWords } from "./builder-words";
import { ChoicesEditor } from "./choices-editor";
import { ConditionEditor } from "./condition-editor";
import { write } from "./edit-form";
import { LimitsEditor } from "./limits-editor";

/** What a question is made of. */
export function ItemBody(props: BodyProps) {
  const { item, language, problems, onChange, form } = props;
  const t = useBuilderWords();
  const error = errorAt(problems, t);
  const words = fallbackIn(props, t);
  const isStandard = !item.id.startsWith("q-");
  const label =
    item.kind === "heading" || item.kind === "consent" ? (item.kind as "heading") : "question";
  return (
    <div className="qbody">
      {isStandard ? (
        <p className="hint">{t("words.standard")}</p>
      ) : (
        <Field
          name={`${item.id}-label`}
          data-part="label"
          label={t(`words.${label}`)}
          error={error("label")}
          value={item.label[language] ?? ""}
          lang={language}
          placeholder={words(item.label)}
          maxLength={LABEL_LENGTH}
          autoComplete="off"
          onChange={({ target }) =>
            onChange({ ...item, label: write(item.label, language, target.value) }, true)
          }
        />
      )}
      <TextAreaField
        name={`${item.id}-help`}
        className="short"
        label={item.kind === "heading" ? t("words.helpHeading") : t("words.help")}
        error={error("help")}
        value={item.help[language] ?? ""}
        lang={language}
        placeholder={words(item.help)}
        maxLength={HELP_LENGTH}
        rows={2}
        onChange={({ target }) =>
          onChange({ ...item, help: write(item.help, language, target.value) }, true)
        }
      />
      {item.kind === "one" || item.kind === "several" ? (
        <ChoicesEditor {...props} item={item} />
      ) : null}
      {item.kind === "consent" ? <LinkEditor {...props} item={item} /> : null}
      {"min" in item ? <LimitsEditor {...props} item={item} /> : null}
      <ConditionEditor {...props} item={item} form={form} />
    </div>
  );
}

function LinkEditor({
  item,
  form,
  language,
  problems,
  onChange,
}: BodyProps<Extract<FormItem, { kind: "consent" }>>) {
  const t = useBuilderWords();
  const error = errorAt(problems, t);
  const link = item.link ?? { address: "", words: {} };
  const put = (changed: typeof link) => {
    const isEmpty = changed.address === "" && Object.keys(changed.words).length === 0;
    onChange({ ...item, link: isEmpty ? null : changed }, true);
  };
  return (
    <div className="two">
      <Field
        name={`${item.id}-link`}
        label={t("words.link")}
        hint={t("words.linkHelp")}
        error={error("link.address")}
        type="url"
        inputMode="url"
        value={link.address}
        autoComplete="off"
        onChange={({ target }) => put({ ...link, address: target.value })}
      />
      <Field
        name={`${item.id}-link-words`}
        label={t("words.linkWords")}
        error={error("link.words")}
        value={link.words[language] ?? ""}
        lang={language}
        placeholder={fallbackIn({ form, language }, t)(link.words)}
        maxLength={LABEL_LENGTH}
        autoComplete="off"
        onChange={({ target }) =>
          put({ ...link, words: write(link.words, language, target.value) })
        }
      />
    </div>
  );
}
