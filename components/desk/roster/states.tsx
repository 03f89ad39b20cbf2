import type { Translate } from "@/lib/i18n/translator";
import type { RosterRow } from "@/lib/registrations/roster";
import type { GlyphName } from "../glyph";
import { State, type Tone } from "../state";

type Look = { tone: Tone; glyph: GlyphName };

const PLACES: Record<RosterRow["place"], Look> = {
  held: { tone: "plain", glyph: "s-dash" },
  offered: { tone: "warn", glyph: "s-half" },
  taken: { tone: "good", glyph: "s-ok" },
  awaiting_approval: { tone: "warn", glyph: "s-half" },
  waitlisted: { tone: "plain", glyph: "s-ring" },
  declined: { tone: "none", glyph: "s-none" },
  expired: { tone: "none", glyph: "s-none" },
  withdrawn: { tone: "none", glyph: "s-none" },
};

const LINKS: Record<RosterRow["link"], Look> = {
  none: { tone: "none", glyph: "s-none" },
  waiting: { tone: "warn", glyph: "s-half" },
  ready: { tone: "good", glyph: "s-ok" },
  failed: { tone: "bad", glyph: "s-bad" },
  removing: { tone: "plain", glyph: "s-half" },
  removed: { tone: "none", glyph: "s-none" },
};

const MAILS: Record<RosterRow["mail"], Look> = {
  none: { tone: "none", glyph: "s-none" },
  queued: { tone: "plain", glyph: "s-dash" },
  sent: { tone: "plain", glyph: "s-ring" },
  failed: { tone: "bad", glyph: "s-bad" },
  bounced: { tone: "bad", glyph: "s-bad" },
};

interface Props {
  row: RosterRow;
  words: Translate<"desk">;
  /** Out of its column, the word says what it is about: "Link: waiting". */
  named?: boolean;
}

export function PlaceState({ row, words: t }: Omit<Props, "named">) {
  const unconfirmed =
    row.unconfirmed && (row.place === "waitlisted" || row.place === "awaiting_approval");
  return (
    <State {...PLACES[row.place]}>
      {t(unconfirmed ? "roster.places.unconfirmed" : `roster.places.${row.place}`)}
    </State>
  );
}

export function LinkState({ row, words: t, named }: Props) {
  const state = t(`roster.links.${row.link}`);
  return <State {...LINKS[row.link]}>{named ? t("roster.linkIs", { state }) : state}</State>;
}

export function MailState({ row, words: t, named }: Props) {
  const state = t(`roster.mails.${row.mail}`);
  return <State {...MAILS[row.mail]}>{named ? t("roster.mailIs", { state }) : state}</State>;
}
