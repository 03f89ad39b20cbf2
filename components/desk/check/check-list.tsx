import type { Translate } from "@/lib/i18n/translator";
import type { Checked, Finding } from "@/lib/preflight/check";
import { DeskButton } from "../desk-link";
import { ReconnectForm } from "../reconnect-form";
import { State } from "../state";
import { LOOKS } from "./looks";
import { WrittenOut } from "./written-out";

interface Words {
  words: Translate<"checks">;
  reasons: Translate<"reasons">;
}

interface SignIn {
  signIn: (form: FormData) => Promise<void>;
  /** Where the sign-in comes back to. */
  from: string;
}

/** What was looked at and how it stands: a sentence, the next step, who takes it, and its button. */
export function CheckList({ checked, ...rest }: { checked: Checked[] } & SignIn & Words) {
  const { words: t } = rest;
  return (
    <section className="card" aria-labelledby="checked">
      <header className="pad">
        <h2 id="checked">{t("list")}</h2>
      </header>
      <ul className="checks">
        {checked.flatMap(({ name, findings }) =>
          findings.map((finding) => (
            <Line key={`${name} ${finding.about?.id}`} name={name} finding={finding} {...rest} />
          )),
        )}
      </ul>
    </section>
  );
}

/** Notes of what was looked at and works; every other one says why it couldn't be. */
const WORTH_KNOWING = ["webinar-line", "webinar-approves", "own-untold"];

function Line({
  name,
  finding,
  words: t,
  reasons,
  ...signIn
}: { name: string; finding: Finding } & SignIn & Words) {
  const { kind, about } = finding;
  const { tone, glyph } = LOOKS[kind];
  return (
    <li>
      <div className="top">
        <h3>{about?.title ?? t(`name.${name}` as "name.connection")}</h3>
        <State tone={tone} glyph={glyph}>
          {t(kind === "note" && WORTH_KNOWING.includes(finding.reason) ? "known" : kind)}
        </State>
      </div>
      {kind === "green" ? (
        <p>{t(`fine.${name}` as "fine.connection")}</p>
      ) : (
        <Trouble finding={finding} words={t} reasons={reasons} />
      )}
      {kind === "red" ? <WayOut finding={finding} words={t} {...signIn} /> : null}
    </li>
  );
}

function Trouble({ finding, words: t, reasons }: { finding: Finding } & Words) {
  if (finding.kind === "green") return null;
  const { why, page, command, ...values } = finding.values ?? {};
  const key = `reason.${finding.reason}.said` as "reason.broken.said";
  const known = `connection.${why}` as "connection.revoked";
  const said = t(key, {
    ...values,
    why: reasons(reasons.has(known) ? known : "connection.interaction"),
  });
  return (
    <>
      <p>{said}</p>
      <p className="next">
        {finding.kind === "red" ? <strong>{t(`by.${finding.by}`)} </strong> : null}
        {t(`reason.${finding.reason}.next` as "reason.broken.next")}
      </p>
      <WrittenOut page={page} command={command} />
    </>
  );
}

/** What a sign-in mends. `true`: Microsoft has to ask for a permission again. */
const BY_SIGN_IN: Record<string, boolean> = {
  broken: false,
  "never-connected": false,
  refused: false,
  scopes: true,
  "calendar-forbidden": true,
};

function WayOut({
  finding,
  signIn,
  from,
  words: t,
}: { finding: Finding; words: Translate<"checks"> } & SignIn) {
  if (finding.kind !== "red") return null;
  const consent = BY_SIGN_IN[finding.reason];
  if (consent !== undefined)
    return (
      <ReconnectForm
        action={signIn}
        label={consent ? t("give") : t("reconnect")}
        from={from}
        consent={consent}
      />
    );
  if (!finding.about) return null;
  return <DeskButton href={`/dashboard/events/${finding.about.id}`}>{t("event")}</DeskButton>;
}
