import type { Source } from "@/lib/db/schema";
import type { Translate } from "@/lib/i18n/translator";

/** What led somebody here, as the address of the form said it: its own names and values. */
export function PersonSource({
  source,
  words: t,
}: {
  source: Source | null;
  words: Translate<"desk">;
}) {
  if (!source) return null;
  return (
    <section>
      <h3>{t("person.source")}</h3>
      <dl className="answers">
        {Object.entries(source).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
