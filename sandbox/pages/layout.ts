import type { Context } from "../context.ts";
import type { Answer } from "../http.ts";
import { type Html, html } from "./html.ts";

interface Page {
  title: string;
  main: Html;
  status?: number;
  /** `wide` for the mailbox, `narrow` for the sign-in. */
  width?: "wide" | "narrow";
  script?: string;
}

export function page(
  context: Context,
  { title, main, status = 200, width = "wide", script }: Page,
): Answer {
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/sandbox.css">
${script && html`<script src="${script}" defer></script>`}
</head>
<body class="${width}">
<header class="notice"><strong>Sandbox.</strong> A stand-in for Microsoft’s services on this computer. Nothing here leaves it.</header>
<main>${main}</main>
<footer><nav aria-label="Sandbox">
${context.appUrl && html`<a href="${context.appUrl}">Usher</a>`}
<a href="/mailbox">Mailbox</a>
<a href="/webinars">Webinars</a>
<a href="/">About the sandbox</a>
</nav></footer>
</body>
</html>`.text;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": policy(context),
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
    },
    body: text,
  };
}

/** `form-action` is applied to the redirect after a POST too: the app's own origin must be in it. */
function policy(context: Context): string {
  const origins = [...new Set(context.redirectUris.map((uri) => new URL(uri).origin))];
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    "frame-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${origins.join(" ")}`,
  ].join("; ");
}
