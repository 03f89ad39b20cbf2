import type { Translate } from "@/lib/i18n/translator";
import type { SourceCount } from "@/lib/registrations/count-sources";

/** What led people to the page, as its address was told. */
export function SourcesCard({
  sources,
  others,
  words: t,
}: {
  sources: SourceCount[];
  others: number;
  words: Translate<"sharing">;
}) {
  const told = sources.some(({ name }) => name !== null);
  const rows = [
    ...sources.map(({ name, campaign, count }) => ({
      key: JSON.stringify([name, campaign]),
      name: name ?? t("sources.untold"),
      campaign,
      count,
    })),
    ...(others > 0
      ? [
          {
            key: "others",
            name: t("sources.others", { count: others }),
            campaign: null,
            count: others,
          },
        ]
      : []),
  ];
  return (
    <section className="card" aria-labelledby="sources">
      <header>
        <h2 id="sources">{t("sources.title")}</h2>
      </header>
      {told ? (
        <dl className="facts body">
          {rows.map(({ key, name, campaign, count }) => (
            <div key={key} className="fact">
              <dt dir="auto">
                {name}
                {campaign ? <span className="muted"> · {campaign}</span> : null}
              </dt>
              <dd>{t("sources.people", { count })}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p className="hint body">{told ? t("sources.help") : t("sources.none")}</p>
    </section>
  );
}
