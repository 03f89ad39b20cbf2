import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, onTestFinished, test, vi } from "vitest";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { loggedLines } from "@/test/logged-lines";
import { onRequestError } from "../../instrumentation";
import { type FailureCause, FailurePage } from "./failure-page";
import { FailureWords } from "./failure-words";

const nothing = () => {};

/** The boundary's page in a document that holds this markup. */
function show(
  markup: string,
  error: Error & { digest?: string },
  cause: FailureCause = "unknown",
): string {
  const [, id = "", words = ""] = /id="([^"]+)" data-words="([^"]*)"/.exec(markup) ?? [];
  const dataset = { words: words.replaceAll("&quot;", '"').replaceAll("&amp;", "&") };
  vi.stubGlobal("document", {
    getElementById: (asked: string) => (asked === id ? { dataset } : null),
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return renderToStaticMarkup(
    createElement(FailurePage, { error, cause, reset: nothing, retry: nothing }),
  );
}

const wordsOf = (locale: Locale) => renderToStaticMarkup(createElement(FailureWords, { locale }));

test.each(LOCALES)("says what happened in the words that the page holds, in %s", (locale) => {
  const { failure, unavailable, stale, tooLarge } = CATALOGS[locale].bare;
  const said = (error: Error, cause?: FailureCause) => show(wordsOf(locale), error, cause);
  expect(said(new Error("no"))).toContain(`<h1 class="h1">${failure.title}</h1>`);
  expect(said(new Error("no"))).toContain(`>${failure.again}</button>`);
  expect(said(new Error("no"), "unavailable")).toContain(unavailable.title);
  expect(said(new Error("no"), "too-large")).toContain(tooLarge.title);
  const unknown = Object.assign(new Error("no"), { name: "UnrecognizedActionError" });
  expect(said(unknown)).toContain(stale.title);
  expect(said(unknown)).toContain(`>${stale.reload}</button>`);
});

test.each(LOCALES)("tells the number to pass on, in %s, when there is one", (locale) => {
  const failed = (digest?: string) =>
    show(wordsOf(locale), Object.assign(new Error("no"), digest ? { digest } : {}));
  expect(failed("3141592653")).toMatch(/<p class="hint">[^<]*3141592653<\/p>/);
  expect(failed()).not.toContain("hint");
});

test("the number is in the log, beside the request's id and nothing of the reader's", async () => {
  process.env.NEXT_RUNTIME = "nodejs";
  const error = Object.assign(new Error("no page for ada@example.org"), { digest: "3141592653" });
  const requestId = "3f0c7c1e-0000-4000-8000-000000000000";
  const path = "/r/0123456789abcdefghijkl";
  await onRequestError(
    error,
    { path, method: "GET", headers: { "x-request-id": requestId } },
    {
      routerKind: "App Router",
      routePath: "/[locale]/r/[token]",
      routeType: "render",
      renderSource: "react-server-components",
      revalidateReason: undefined,
    },
  );
  delete process.env.NEXT_RUNTIME;
  const line = loggedLines().find(({ digest }) => digest === "3141592653");
  expect(line).toMatchObject({ level: "error", requestId, route: "/[locale]/r/[token]" });
  expect(JSON.stringify(line)).not.toMatch(/ada@|0123456789/);
});
