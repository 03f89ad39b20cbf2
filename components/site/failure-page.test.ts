import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { loggedLines } from "@/test/logged-lines";
import { onRequestError } from "../../instrumentation";
import { FailurePage } from "./failure-page";

const show = (locale: (typeof LOCALES)[number], reference?: string) =>
  renderToStaticMarkup(createElement(FailurePage, { locale, again: () => {}, reference }));

test.each(LOCALES)("tells the number to pass on, in %s, when there is one", (locale) => {
  expect(show(locale, "3141592653")).toMatch(/<p class="hint">[^<]*3141592653<\/p>/);
  expect(show(locale)).not.toContain("hint");
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
