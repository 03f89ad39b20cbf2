import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** What a browser is told before, or instead of, a page of the app. */
export type Failure =
  | "stale"
  | "tooLarge"
  | "headTooLarge"
  | "foreign"
  | "badRequest"
  | "wrongMethod"
  | "notFound"
  | "failed";

export const FAILURE_STATUS: Record<Failure, number> = {
  stale: 409,
  tooLarge: 413,
  headTooLarge: 431,
  foreign: 403,
  badRequest: 400,
  wrongMethod: 405,
  notFound: 404,
  failed: 500,
};

export interface FailurePageOptions {
  locale: Locale;
  failure: Failure;
  /** Id of the request: what the operator can find in the log. */
  request: string;
  /** Public path of the page to open again; null where that makes no sense. */
  reload: string | null;
}

/**
 * A whole HTML page without a script or an inline style. It has to work when the app does not,
 * so it is a string and its styles are one static file (public/failure.css).
 */
export function failurePage({ locale, failure, request, reload }: FailurePageOptions): string {
  const t = translator(locale, "common");
  const title = escapeHtml(t(`failure.${failure}.title`));
  const text = escapeHtml(t(`failure.${failure}.text`, { request }));
  const way =
    reload === null
      ? `<a href="/">${escapeHtml(t("failure.home"))}</a>`
      : `<a href="${escapeHtml(reload)}">${escapeHtml(t("failure.reload"))}</a>`;
  return `<!DOCTYPE html>
<html lang="${locale}">
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
<p>${way}</p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
