import type { Translate } from "@/lib/i18n/translator";
import { CopyButton } from "../copy-button";
import { type EmbedAction, EmbedForm } from "./embed-form";
import { buttonSnippet, formSnippet, type SnippetOf } from "./snippets";

/** Which sites may show the form, and what to paste there. */
export function EmbedCard({
  eventId,
  origins,
  snippetOf,
  published,
  members,
  action,
  words: t,
}: {
  eventId: string;
  origins: string[];
  snippetOf: SnippetOf;
  published: boolean;
  /** Only for members of an organization: a frame holds a button for them. */
  members: boolean;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  action: EmbedAction | null;
  words: Translate<"sharing">;
}) {
  return (
    <section className="card lines" aria-labelledby="embed">
      <header className="pad">
        <h2 id="embed">{t("embed.title")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>{t("embed.lead")}</p>
          {action ? (
            <EmbedForm
              eventId={eventId}
              origins={origins}
              action={action}
              words={{
                origins: t("embed.origins"),
                help: t("embed.originsHelp"),
                save: t("embed.save"),
                saved: t("embed.saved"),
              }}
            />
          ) : (
            <ul>
              {origins.map((origin) => (
                <li key={origin}>{origin}</li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <div>
        <div className="grow stack">
          <h3>{t("embed.form")}</h3>
          <p>{members ? t("embed.formMembers") : t("embed.formHelp")}</p>
          {!published || origins.length === 0 ? (
            <p className="hint">{published ? t("embed.none") : t("embed.draft")}</p>
          ) : (
            <Snippet name="form" label={t("embed.form")} text={formSnippet(snippetOf)} words={t} />
          )}
        </div>
      </div>
      <div>
        <div className="grow stack">
          <h3>{t("embed.button")}</h3>
          <p>{t("embed.buttonHelp")}</p>
          {published ? (
            <Snippet
              name="button"
              label={t("embed.button")}
              text={buttonSnippet(snippetOf)}
              words={t}
            />
          ) : (
            <p className="hint">{t("embed.draft")}</p>
          )}
        </div>
      </div>
    </section>
  );
}

function Snippet({
  name,
  label,
  text,
  words: t,
}: {
  name: "form" | "button";
  label: string;
  text: string;
  words: Translate<"sharing">;
}) {
  return (
    <div className="snippet">
      <textarea
        className="input"
        id={`snippet-${name}`}
        aria-label={label}
        readOnly
        rows={4}
        spellCheck={false}
        value={text}
      />
      <CopyButton
        text={text}
        words={{
          copy: t(name === "form" ? "embed.copyForm" : "embed.copyButton"),
          copied: t("embed.copied"),
          failed: t("embed.copyFailed"),
        }}
      />
    </div>
  );
}
