/** The public form as a browser without JavaScript has it: where it goes and what it holds. */
export interface BenchForm {
  url: string;
  fields: [string, string][];
}

const BOUNDARY = "----usher-bench-boundary-0123456789";

/** Headers of a sent form. */
export function formHeaders(url: string): Record<string, string> {
  return {
    accept: "text/html",
    origin: new URL(url).origin,
    "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
  };
}

/** Opens a page and takes its sign-up form. */
export async function openForm(url: string): Promise<BenchForm> {
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  const html = await answer.text();
  const form = html
    .match(/<form\b[\s\S]*?<\/form>/g)
    ?.find((text) => text.includes('name="email"'));
  if (!form) throw new Error(`${url} answered ${answer.status} without a sign-up form.`);
  const inputs = form.match(/<input\b[^>]*>/g) ?? [];
  return { url, fields: inputs.map((tag) => [attribute(tag, "name"), attribute(tag, "value")]) };
}

/** The form filled in, as a body. */
export function fill({ fields }: BenchForm, email: string): Buffer {
  const typed: Record<string, string> = { firstName: "Amara", lastName: "Diallo", email };
  const parts = fields.map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${typed[name] ?? value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--${BOUNDARY}--\r\n`);
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
}
