import { dirOf, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { PostedField } from "./posted-form";

/** What a browser is told before, or instead of, a page of the app. */
export type Failure =
  | "stale"
  | "tooLarge"
  | "headTooLarge"
  | "foreign"
  | "badRequest"
  | "wrongMethod"
  | "notFound"
  | "unavailable"
  | "failed";

export const FAILURE_STATUS: Record<Failure, number> = {
  stale: 409,
  tooLarge: 413,
  headTooLarge: 431,
  foreign: 403,
  badRequest: 400,
  wrongMethod: 405,
  notFound: 404,
  unavailable: 503,
  failed: 500,
};

/** Seconds after which whoever met trouble with the database may ask again. */
export const RETRY_AFTER = 10;

export interface FailurePageOptions {
  locale: Locale;
  failure: Failure;
  /** Id of the request: what the operator can find in the log. */
  request: string;
  /** Public path of the page to open again; null where that makes no sense. */
  reload: string | null;
  /** What was sent there and not taken: it can be sent again as it is. */
  posted: readonly PostedField[] | null;
}

/**
 * A whole HTML page without a script or an inline style. It has to work when the app does not,
 * so it is a string and its styles are one static file (public/failure.css).
 */
export function failurePage(options: FailurePageOptions): string {
  const { locale, failure, request } = options;
  const t = translator(locale, "common");
  const title = escapeHtml(t(`failure.${failure}.title`));
  const text = escapeHtml(t(`failure.${failure}.text`, { request }));
  return `<!DOCTYPE html>
<html lang="${locale}" dir="${dirOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} · Usher</title>
<link rel="stylesheet" href="/failure.css">
</head>
<body>
<main>
<p class="brand">Usher</p>
<h1>${title}</h1>
<p>${text}</p>
${wayOn(options)}
</main>
</body>
</html>
`;
}

/** The button or the link with which it goes on. */
function wayOn({ locale, reload, posted }: FailurePageOptions): string {
  const t = translator(locale, "common");
  const words = (key: "again" | "reload" | "home") => escapeHtml(t(`failure.${key}`));
  if (reload === null) return `<p><a href="/">${words("home")}</a></p>`;
  const path = escapeHtml(reload);
  if (posted === null) return `<p><a href="${path}">${words("reload")}</a></p>`;
  const fields = posted.map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<form action="${path}" method="post" enctype="multipart/form-data">
${fields.join("\n")}
<p><button type="submit">${words("again")}</button></p>
</form>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
