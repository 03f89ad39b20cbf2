import { expect, it } from "vitest";
import { buttonSnippet, formSnippet } from "./snippets";

const of = {
  publicUrl: "https://usher.example",
  slug: "tide",
  frameTitle: 'Register: "Tide" <script>',
  buttonText: "Réserver & venir",
  color: "#005b88",
};

it("holds a title without ending its attribute", () => {
  expect(formSnippet(of)).toContain('title="Register: &quot;Tide&quot; &lt;script&gt;"');
  expect(formSnippet(of).split("\n")).toHaveLength(2);
});

it("leads to the page, saying where from", () => {
  expect(formSnippet(of)).toContain('src="https://usher.example/e/tide/embed?ref=embed"');
  expect(formSnippet(of)).toContain('<script async src="https://usher.example/embed.js">');
  expect(buttonSnippet(of)).toMatch(/^<a href="https:\/\/usher\.example\/e\/tide\?ref=button"/);
  expect(buttonSnippet(of)).toContain(">Réserver &amp; venir</a>");
});
