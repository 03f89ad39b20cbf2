import { isGranted } from "@/lib/graph/scopes";
import type { Translate } from "@/lib/i18n/translator";
import { ReconnectForm } from "../reconnect-form";
import { State } from "../state";

/** What the person gave Usher at Microsoft, each with its reason. */
export function ScopesCard({
  scopes,
  signIn,
  from,
  connected,
  words: t,
}: {
  scopes: string[];
  signIn: (form: FormData) => Promise<void>;
  from: string;
  connected: boolean;
  words: Translate<"desk">;
}) {
  const rows = [
    { key: "who", scope: "openid profile email", given: true },
    {
      key: "calendar",
      scope: "Calendars.ReadBasic",
      given: isGranted(scopes, "Calendars.ReadBasic"),
    },
    {
      key: "meetings",
      scope: "OnlineMeetings.ReadWrite",
      given: isGranted(scopes, "OnlineMeetings.ReadWrite"),
    },
    { key: "away", scope: "offline_access", given: connected },
    { key: "write", scope: "Calendars.ReadWrite", given: isGranted(scopes, "Calendars.ReadWrite") },
    { key: "mail", scope: "Mail.Send", given: isGranted(scopes, "Mail.Send") },
  ] as const;
  return (
    <section className="card scopes" aria-labelledby="scopes">
      <header className="pad">
        <h2 id="scopes">{t("connection.scopes")}</h2>
      </header>
      <ul>
        {rows.map(({ key, scope, given }) => (
          <li key={key}>
            <div className="top">
              <b>{t(`connection.${key}`)}</b>
              <State tone={given ? "good" : "none"} glyph={given ? "s-ok" : "s-none"}>
                {given ? t("connection.given") : t("connection.notGiven")}
              </State>
            </div>
            <code>{scope}</code>
            <p>{t(`connection.${key}Help`)}</p>
            {key === "write" && !given ? (
              <ReconnectForm
                action={signIn}
                label={t("connection.give")}
                from={from}
                feature="calendar-write"
                variant="plain"
              />
            ) : null}
          </li>
        ))}
      </ul>
      <p className="hint body">{t("connection.keep")}</p>
    </section>
  );
}
