import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Prose, plainText } from "./prose";

it("lets nothing but text, headings, lists and links through", () => {
  const html = renderToStaticMarkup(
    <Prose
      text={`# Big\n\n<script>alert(1)</script>\n\n![x](https://elsewhere.example/x.png) [bad](javascript:alert(1)) [good](https://example.org) <b onclick=x>raw</b>`}
    />,
  );
  expect(html).not.toMatch(/<script|<img|javascript:|<b |<h1/);
  expect(html).toContain("<h2>Big</h2>");
  expect(html).toContain('<a href="https://example.org" rel="nofollow noopener noreferrer">');
});

it("gives the beginning without markup", () => {
  expect(plainText("## Hello\n\n**Bold** [link](https://x.example) and more", 200)).toBe(
    "Hello Bold link and more",
  );
  expect(plainText("one two three four", 9)).toBe("one two…");
});

it.each([
  [">", ">".repeat(19_000)],
  ["lists", "- ".repeat(9_000)],
  ["brackets", "[".repeat(19_000)],
  ["emphasis", `${"*a **b ".repeat(1_300)}${"c** d* ".repeat(1_300)}`],
])("shows what is nested without end as it was typed: %s", (_, text) => {
  expect(renderToStaticMarkup(<Prose text={text} />)).toContain(
    `<p>${text.replaceAll(">", "&gt;")}</p>`,
  );
});

it("cuts a text without blanks, and no character in two", () => {
  expect(plainText("字".repeat(600), 500)).toBe(`${"字".repeat(500)}…`);
  expect(plainText("👩".repeat(600), 501)).toBe(`${"👩".repeat(250)}…`);
});
