/** A form as a browser without JavaScript reads it from a page. */
export interface Form {
  /** Path that it is sent to; empty: the page's own. */
  action: string;
  fields: Map<string, string>;
  /** Boxes that can be ticked. */
  boxes: { name: string; value: string; ticked: boolean }[];
}

/** The page's first form that holds all of these fields; null when it has none. */
export function readForm(html: string, ...holding: string[]): Form | null {
  for (const [, attributes = "", content = ""] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    const fields = readFields(content);
    if (holding.every((name) => fields.has(name)))
      return {
        action: readAttributes(attributes).get("action") ?? "",
        fields,
        boxes: readBoxes(content),
      };
  }
  return null;
}

function readBoxes(content: string): Form["boxes"] {
  return [...content.matchAll(/<input\b([^>]*)>/g)].flatMap(([, text = ""]) => {
    const attributes = readAttributes(text);
    const name = attributes.get("name");
    if (attributes.get("type") !== "checkbox" || !name || attributes.has("disabled")) return [];
    return [{ name, value: attributes.get("value") ?? "on", ticked: attributes.has("checked") }];
  });
}

const UNSENT = ["submit", "button", "image", "reset", "file"];

function readFields(content: string): Map<string, string> {
  const fields = new Map<string, string>();
  const add = (attributes: Map<string, string>, value: string) => {
    const name = attributes.get("name");
    if (name !== undefined && !attributes.has("disabled")) fields.set(name, value);
  };
  for (const [, text = ""] of content.matchAll(/<input\b([^>]*)>/g)) {
    const attributes = readAttributes(text);
    const type = attributes.get("type") ?? "text";
    const unchecked = ["radio", "checkbox"].includes(type) && !attributes.has("checked");
    if (!unchecked && !UNSENT.includes(type)) add(attributes, attributes.get("value") ?? "");
  }
  for (const [, text = "", value = ""] of content.matchAll(
    /<textarea\b([^>]*)>(.*?)<\/textarea>/gs,
  ))
    add(readAttributes(text), decode(value));
  for (const [, text = "", options = ""] of content.matchAll(
    /<select\b([^>]*)>(.*?)<\/select>/gs,
  )) {
    const all = [...options.matchAll(/<option\b([^>]*)>([^<]*)/g)];
    const chosen = all.find(([, option = ""]) => readAttributes(option).has("selected")) ?? all[0];
    const [, option = "", label = ""] = chosen ?? [];
    add(readAttributes(text), readAttributes(option).get("value") ?? decode(label));
  }
  return fields;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/([^\s=/"]+)(?:="([^"]*)")?/g))
    attributes.set(name.toLowerCase(), decode(value));
  return attributes;
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text of HTML without its escapes. */
export function decode(html: string): string {
  return html.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith("#x") || name.startsWith("#X"))
      return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    return NAMED[name] ?? whole;
  });
}
