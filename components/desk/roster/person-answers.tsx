import type { Said } from "@/lib/form/say";
import type { Translate } from "@/lib/i18n/translator";
import type { RosterPerson } from "@/lib/registrations/read-person";

/** What somebody answered, as it was asked of them. */
export function PersonAnswers({
  answers,
  words: t,
}: {
  answers: RosterPerson["answers"];
  words: Translate<"desk">;
}) {
  if (answers.length === 0) return null;
  return (
    <section>
      <h3>{t("person.answers")}</h3>
      <dl className="answers">
        {answers.map(({ id, label, words, isAsked }) => (
          <div key={id}>
            <dt>
              <Words said={label} />
              {isAsked ? null : <span className="hint"> {t("person.notAsked")}</span>}
            </dt>
            {words.map((said) => (
              <dd key={said.text}>
                <Words said={said} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Words({ said }: { said: Said }) {
  return said.lang ? <span lang={said.lang}>{said.text}</span> : said.text;
}
