/*
 * What a field may be sent: each by what it tries. Characters that a source file should not hold
 * are written as escapes.
 */

const LONG = 10_000;
const HUGE = 1_000_000;

/** Text that is no name, by why it is refused: the part of the error's sentence that says so. */
export const REFUSED_NAMES: Record<string, { value: string; says: RegExp }> = {
  empty: { value: "", says: /^Error: Enter your/ },
  blanks: { value: " \t \u3000 \u00a0", says: /^Error: Enter your/ },
  "invisible characters": { value: "\u200b\u2060\u00ad\u3164", says: /^Error: Enter your/ },
  "a lone accent": { value: "\u0301", says: /^Error: Enter your/ },
  NUL: { value: "Ada\u0000", says: /without control characters/ },
  bell: { value: "Ada\u0007", says: /without control characters/ },
  escape: { value: "\u001b[31mAda", says: /without control characters/ },
  "right-to-left override": { value: "Ada\u202egnp.exe", says: /without control characters/ },
  isolates: { value: "\u2066Ada\u2069", says: /without control characters/ },
  "line separator": { value: "Ada\u2028Bcc: x@example.com", says: /without control characters/ },
  long: { value: "a".repeat(LONG), says: /to 100 characters/ },
  "long and wide": { value: "字".repeat(101), says: /to 100 characters/ },
};

/** Text that looks dangerous, and is somebody's name all the same. */
export const ODD_NAMES: Record<string, string> = {
  script: "<script>alert(1)</script>",
  attribute: "\"'><img src=x onerror=alert(1)>",
  sql: "Robert'); DROP TABLE registrations;--",
  formula: "=cmd|' /C calc'!A0",
  template: "{{7*7}}#{7*7}%s%n",
  path: "../../../etc/passwd",
  "percent signs": "%00%0d%0aSet-Cookie: a=b",
  backslashes: "\\\\server\\share",
};

export const REFUSED_ADDRESSES: Record<string, string> = {
  "no at": "ada.example.com",
  "no domain": "ada@",
  "no dot": "ada@localhost",
  "two dots": "ada@example..com",
  "dot first": "ada@.example.com",
  blank: "ada lovelace@example.com",
  two: "ada@example.com,eve@example.com",
  "two by semicolon": "ada@example.com;eve@example.com",
  named: "Ada <ada@example.com>",
  quoted: '"ada"@example.com',
  script: "<script>alert(1)</script>@example.com",
  sql: "a'); drop table x;--@example.com",
  NUL: "ada\u0000@example.com",
  "right-to-left override": "ada@\u202eexample.com",
  "line separator": "ada@example.com\u2028Bcc:eve@example.com",
  "header injection": "ada@example.com%0aBcc: eve@example.com",
  "a domain that is none": "ada@exa\u2000mple.com",
};

export const LONG_TEXT = "a".repeat(LONG);
export const HUGE_TEXT = "a".repeat(HUGE);

/** Anything at all, for what is only looked up: a search, an address's parameters, hidden fields. */
export const ANYTHING: string[] = [
  ...Object.values(ODD_NAMES),
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\r\nSet-Cookie: a=b",
  "\u202e\u2066",
  "\ud83d",
  "%",
  "_%_",
  "العربية",
  "王小明",
  "👩‍👩‍👧",
  "-1",
  "99999999999999999999",
  "NaN",
  "[object Object]",
  "__proto__",
  "constructor",
  "a".repeat(3_000),
];

/** People whose names are not Latin, with the address that each may have. */
export const PEOPLE_OF_THE_WORLD = [
  { firstName: "محمد", lastName: "العربي", mailbox: "mohamed", domain: "example.com" },
  { firstName: "小明", lastName: "王", mailbox: "xiaoming", domain: "例子.example" },
  {
    firstName: "Zoe\u0308",
    lastName: "Bro\u0302nte\u0301",
    mailbox: "zoë",
    domain: "bücher.example",
  },
  { firstName: "Ada 👩‍👩‍👧", lastName: "O’Brien-Łukasz", mailbox: "ada", domain: "example.com" },
  { firstName: "שרה", lastName: "כהן", mailbox: "sara", domain: "example.com" },
  { firstName: "नरेन्द्र", lastName: "शर्मा", mailbox: "narendra", domain: "example.com" },
] as const;
