import type { Translate } from "@/lib/i18n/translator";
import type { Checked, Finding } from "@/lib/preflight/check";
import type { Said } from "@/lib/preflight/say-finding";
import { State } from "../state";
import { LOOKS } from "./looks";
import { WrittenOut } from "./written-out";

/** What was looked at for the installation: the doctor's sentences, and no button, for others mend it. */
export function SaidList({
  id,
  title,
  checked,
  say,
  lang,
  words: t,
}: {
  id: string;
  title: string;
  checked: Checked[];
  say: (name: string, finding: Finding) => Said;
  /** Of the sentences, where they are in another language than the page. */
  lang?: string;
  words: Translate<"checks">;
}) {
  const lines = checked.flatMap(({ name, findings }) =>
    findings.map((finding) => ({ ...say(name, finding), finding })),
  );
  return (
    <section className="card" aria-labelledby={id}>
      <header className="pad">
        <h2 id={id}>{title}</h2>
      </header>
      <ul className="checks">
        {lines.map(({ title: name, said, next, page, command, finding }) => (
          <li key={`${name} ${said}`}>
            <div className="top">
              <h3 lang={lang}>{name}</h3>
              <State {...LOOKS[finding.kind]}>
                {finding.kind === "note" ? t("installation.note") : t(finding.kind)}
              </State>
            </div>
            <p lang={lang}>{said}</p>
            {next ? (
              <p className="next">
                {finding.kind === "red" ? (
                  <strong>{t(`installation.by.${finding.by}`)} </strong>
                ) : null}
                <Step text={next} address={finding.values?.page} lang={lang} />
              </p>
            ) : null}
            <WrittenOut page={page} command={command} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The next step; an address in its sentence is there to be opened. */
function Step({ text, address, lang }: { text: string; address?: string | number; lang?: string }) {
  const [before, after] = address ? text.split(String(address)) : [text];
  return (
    <span lang={lang}>
      {before}
      {after === undefined ? null : (
        <>
          <a href={String(address)}>{address}</a>
          {after}
        </>
      )}
    </span>
  );
}
