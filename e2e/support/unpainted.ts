import type { BrowserContext } from "@playwright/test";

/** The window of such a page: with its sheet disabled, everything is as somebody would see it. */
export interface Unpainted {
  unpainted?: CSSStyleSheet;
}

/** For a picture of a page that isn't painted: a test that failed has one. */
export const PAINTED = "html { opacity: 1 !important }";

/**
 * Pages of this browser are laid out and live, but nothing is painted, for nobody looks: that is
 * half of what a page costs. Where no script may run they are painted all the same.
 */
export async function leaveUnpainted(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    // A layer of its own: without one it would be painted first, and then not shown.
    sheet.replaceSync("html { opacity: 0; will-change: opacity }");
    document.adoptedStyleSheets.push(sheet);
    (window as Unpainted).unpainted = sheet;
  });
}
