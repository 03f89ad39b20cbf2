import Markdown from "react-markdown";

/**
 * A host's text as safe Markdown: no raw HTML, no pictures (nothing is loaded from elsewhere),
 * and its headings begin below the page's own.
 */
export function Prose({ text }: { text: string }) {
  return (
    <div className="prose" dir="auto">
      <Markdown
        disallowedElements={["img"]}
        components={{
          h1: "h2",
          h4: "h3",
          h5: "h3",
          h6: "h3",
          a: ({ href, children }) => (
            <a href={href} rel="nofollow noopener noreferrer">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  );
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
