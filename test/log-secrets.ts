// Node's own modules only: the browser tests' setup imports this without a bundler.
import fs from "node:fs";

/*
 * What no log may hold, whatever its level. Written from what is secret and not from lib/scrub.ts,
 * so that a hole there isn't a hole here. Allowed in a log: ids of ours, Microsoft's request ids,
 * route patterns, counts, codes, names of operations and reasons, stacks.
 */
const SECRETS: readonly [what: string, pattern: RegExp][] = [
  ["a link into Teams", /teams\.(?:microsoft|live)\.com(?:\/|%2f)/i],
  ["a registrant's id in a link", /prid(?:=|%22|%3d|\\?"\s*:)/i],
  ["a pass or a personal link", /(?:\/|%2f)[rj](?:\/|%2f)[A-Za-z0-9_-]{22}/i],
  ["a token (JWT)", /eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["a code or refresh token", /\b[01]\.A[\w-]{16,}\.[\w-]{16,}/],
  ["a bearer header", /bearer\s+(?!\[)[\w.~+/-]{16,}/i],
  [
    "a secret parameter",
    /(?:client_secret|refresh_token|access_token|id_token|code_verifier)=(?!\[)/i,
  ],
  ["something sealed", /\bv1\.[\w-]{8}\.[\w-]{16}\.[\w-]{16,}/],
  ["a setting that is secret", /sandbox-secret|(?:client )?secret for the tests only/i],
  ["a password in an address", /\/\/[^\s/:@"]+:[^\s/@"]+@/],
  ["an e-mail address", /[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/i],
];

export interface LoggedSecret {
  what: string;
  /** The line, shortened around the place. */
  line: string;
}

/** Every secret in a text, line by line. */
export function findSecrets(text: string): LoggedSecret[] {
  return text.split("\n").flatMap((line) =>
    SECRETS.flatMap(([what, pattern]) => {
      const at = pattern.exec(line)?.index;
      if (at === undefined) return [];
      return [{ what, line: line.slice(Math.max(0, at - 200), at + 200) }];
    }),
  );
}

/** @throws an Error that names what stands in these logs, and where. A missing file holds nothing. */
export function refuseSecrets(files: readonly string[]): void {
  const found = files
    .filter((file) => fs.existsSync(file))
    .flatMap((file) =>
      findSecrets(fs.readFileSync(file, "utf8")).map(
        ({ what, line }) => `${what} in ${file}:\n    ${line}`,
      ),
    );
  if (found.length === 0) return;
  const shown = found.slice(0, 20).join("\n  ");
  throw new Error(`The log holds what it must not, ${found.length} times:\n  ${shown}`);
}
