import type { ReactElement } from "react";
import Markdown from "react-markdown";

/** Deeper than anybody writes, and far from where a renderer's stack ends. */
const DEEPEST = 60;

/**
 * A host's text as safe Markdown: no raw HTML, no pictures (nothing is loaded from elsewhere),
 * and its headings begin below the page's own. Markup that is nested without end is shown as it
 * was typed: it would take the page down.
 */
export function Prose({ text }: { text: string }) {
  return (
    <div className="prose" dir="auto">
      {rendered(text) ?? <p>{text}</p>}
    </div>
  );
}

/** Quotes or lists in each other: the parser's time grows with the square of their number. */
const NESTED = /(?:(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])[ \t]*){40}/;
const MARKUP = /[*_[\]<`~]/g;
const MOST_MARKUP = 500;

/** Would it keep the parser busy for seconds? So much markup in one paragraph nobody writes. */
function isHeavy(text: string): boolean {
  return (
    NESTED.test(text) ||
    text.split(/\n[ \t]*\n/).some((part) => (part.match(MARKUP)?.length ?? 0) > MOST_MARKUP)
  );
}

function rendered(text: string): ReactElement | null {
  if (isHeavy(text)) return null;
  try {
    return Markdown({
      children: text,
      disallowedElements: ["img"],
      rehypePlugins: [() => refuseDepth],
      components: {
        h1: "h2",
        h4: "h3",
        h5: "h3",
        h6: "h3",
        a: ({ href, children }) => (
          <a href={href} rel="nofollow noopener noreferrer">
            {children}
          </a>
        ),
      },
    });
  } catch (error) {
    // The parser's own stack ends in a RangeError as well.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Node {
  children?: Node[];
}

function refuseDepth(tree: Node): void {
  let level = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new RangeError("The text is nested too deep.");
    level = level.flatMap(({ children }) => children ?? []);
  }
}

/** The beginning of a host's text without its markup, for search engines and share cards. */
export function plainText(markdown: string, length: number): string {
  const plain = markdown
    .replace(/!?\[([^\]]{0,500})\]\([^)]{0,2000}\)/g, "$1")
    .replace(/[#>*_`~]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= length) return plain;
  const space = plain.lastIndexOf(" ", length);
  // Chinese and Japanese have none.
  const end = space > length / 2 ? space : length;
  return `${plain
    .slice(0, end)
    .toWellFormed()
    .replace(/\ufffd$/, "")
    .trimEnd()}…`;
}
