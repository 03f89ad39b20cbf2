/** A link is wrapped a few times at most (Outlook's wrapper round a launcher round a link). */
const MAX_ROUNDS = 10;

/** The entities that can stand in a link or hide one in Markdown. */
const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  colon: ":",
  sol: "/",
  period: ".",
  commat: "@",
  quest: "?",
  equals: "=",
  num: "#",
  percnt: "%",
  lowbar: "_",
  hyphen: "-",
  dash: "-",
  shy: "",
  zwnj: "",
  zwj: "",
  tab: " ",
  newline: "\n",
};

/**
 * Text as it reads, whatever it was wrapped in: percent escapes (also of escapes) and HTML
 * entities undone until nothing changes, invisible characters gone, wide forms and hard spaces
 * made plain. For looking into, never for showing.
 */
export function unfoldText(text: string): string {
  let unfolded = plain(text);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = plain(decodePercent(decodeEntities(unfolded)));
    if (next === unfolded) break;
    unfolded = next;
  }
  return unfolded;
}

function plain(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "");
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, ...found) => {
    const [decimal, hex, name] = found as (string | undefined)[];
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? "", 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // Not UTF-8: what is ASCII in it still reads.
      return run.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    }
  });
}
