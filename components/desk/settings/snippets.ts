/** What an organizer pastes into their own site's HTML. */
export interface SnippetOf {
  publicUrl: string;
  slug: string;
  /** Said to whoever can't see the frame. */
  frameTitle: string;
  buttonText: string;
  /** The event's accent, which white stands out from. */
  color: string;
}

/** Until the script has said how high the form is, and where no script runs. */
const HEIGHT = 720;

/** The form in a frame, and the script that gives the frame its height. */
export function formSnippet({ publicUrl, slug, frameTitle }: SnippetOf): string {
  return [
    `<iframe src="${publicUrl}/e/${slug}/embed?ref=embed" title="${escapeHtml(frameTitle)}" width="100%" height="${HEIGHT}" frameborder="0" loading="lazy"></iframe>`,
    `<script async src="${publicUrl}/embed.js"></script>`,
  ].join("\n");
}

/** A link that looks like a button. */
export function buttonSnippet({ publicUrl, slug, buttonText, color }: SnippetOf): string {
  const style = [
    "display:inline-block",
    "padding:14px 24px",
    "border-radius:10px",
    `background:${color}`,
    "color:#fff",
    "font:600 16px/1.3 system-ui,sans-serif",
    "text-decoration:none",
  ].join(";");
  return `<a href="${publicUrl}/e/${slug}?ref=button" style="${style}">${escapeHtml(buttonText)}</a>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
