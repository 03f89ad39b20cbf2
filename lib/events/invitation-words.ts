/**
 * What stands before a meeting's ID, passcode and dial-in in Teams invitations, in the languages
 * that Usher's organizers are most likely to get them in. Sources of case-insensitive, Unicode
 * regular expressions; none of them captures.
 */
const source = (...words: string[]) => `(?:${words.join("|")})`;

export const MEETING_ID = source(
  "(?:meeting|webinar)[\\s-]{0,3}(?:id(?![a-z])|number|code)",
  "(?:id|identifiant|num[ée]ro|code)\\.?\\s?(?:de\\s)?(?:la\\s|votre\\s)?r[ée]union",
  "(?:besprechungs?|sitzungs?)[\\s-]{0,3}(?:id(?![a-z])|nummer|kennung|code)",
  "id\\.?\\s(?:de\\s|da\\s|della\\s|di\\s)?(?:la\\s)?(?:reuni[óo]n|reuni[ãa]o|riunione)",
  "vergader(?:ing)?s?[\\s-]{0,3}id(?![a-z])",
  "m[öøo](?:te|de)s?[\\s-]{0,3}id(?![a-z])",
  "identyfikator\\sspotkania",
  "id\\ssch[ůu]zky",
  "kokouksen\\s(?:tunnus|id)",
  "(?:идентификатор|id)\\s(?:собрания|конференции)",
  "会議\\s?id",
  "(?:会议|會議)\\s?(?:id|识别码|識別碼)",
  "(?:모임|회의)\\s?id",
);

export const PASSCODE = source(
  "pass\\s?code",
  "password",
  "access\\scode",
  "code\\ssecret",
  "code\\sd['’]acc[èe]s",
  "mot\\sde\\spasse",
  "kenncode",
  "kennung",
  "kennwort",
  "passwort",
  "zugangscode",
  "zugriffscode",
  "c[óo]digo\\sde\\sacceso",
  "c[óo]digo\\sde\\sacesso",
  "contrase[ñn]a",
  "codice\\sdi\\saccesso",
  "senha",
  "wachtwoord(?:code)?",
  "toegangscode",
  "l[öo]senord",
  "adgangskode",
  "tilgangskode",
  "pääsykoodi",
  "kod\\sdost[ęe]pu",
  "пароль",
  "секретный\\sкод",
  "パスコード",
  "密码",
  "密碼",
  "암호",
);

export const DIAL_IN = source(
  "conf(?:erence|\\.)?\\sid(?![a-z])",
  "id\\s(?:de\\s)?(?:la\\s)?(?:t[ée]l[ée])?conf[ée]rence(?:\\st[ée]l[ée]phonique)?",
  "(?:telefon)?konferenz[\\s-]{0,3}id(?![a-z])",
  "id\\s(?:de\\s)?(?:la\\s)?conferen(?:cia|za)(?:\\stelef[óo]nica)?",
  "vid[eé]o(?:konferenz)?[\\s-]{0,3}id(?![a-z])",
  "id\\s(?:de\\s)?(?:la\\s)?vid[ée]o(?:conf[ée]rence)?",
);

/** Marks, table bars, a line's end or a short verb between the words and what they announce. */
export const ANNOUNCES = "[^\\p{L}\\p{N}+]{0,12}(?:(?:is|est|ist|es)\\s)?";
