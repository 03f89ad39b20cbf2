import { readFileSync } from "node:fs";
import { decode } from "./form";

const words = JSON.parse(
  readFileSync(new URL("../messages/en/pass.json", import.meta.url), "utf8"),
) as { withdrawn: { title: string }; left: { title: string }; ended: { title: string } };

/** What a pass's page says to its reader. */
export function readPass(html: string): {
  state: "withdrawn" | "ended" | "other";
  /** Where its button leads. */
  link: string | null;
} {
  const [, heading = ""] = /<h1\b[^>]*>(.*?)<\/h1>/s.exec(html) ?? [];
  const said = decode(heading.replaceAll(/<[^>]*>/g, "")).trim();
  const [, link = null] =
    /href="(https:\/\/teams\.microsoft\.com\/[^"]*|[^"]*\/j\/[\w-]{22})"/.exec(html) ?? [];
  return {
    state:
      said === words.withdrawn.title || said === words.left.title
        ? "withdrawn"
        : said === words.ended.title
          ? "ended"
          : "other",
    link: link && decode(link),
  };
}
