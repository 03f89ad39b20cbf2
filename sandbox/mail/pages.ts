import type { Context } from "../context.ts";
import { type Answer, type Call, json, redirectTo, segmentsOf } from "../http.ts";
import { html } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import type { Attachment, Message } from "./store.ts";

const SHOWN = 200;
/** A mail's own script is stopped by its content policy; to a test's the frame stays open. */
const FRAME =
  "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

export async function mailbox(context: Context, call: Call): Promise<Answer> {
  const [id, part, index] = segmentsOf(call.path);
  if (call.method === "POST" && id === "empty") {
    await context.mail.clear();
    return redirectTo("/mailbox");
  }
  if (call.method !== "GET") return { status: 405, body: "" };
  if (id === undefined) return list(context, call);
  if (id === "newest") return json(200, { id: context.mail.newest()?.id ?? null });
  const message = context.mail.get(id);
  if (message === undefined) return missing(context);
  switch (part) {
    case undefined:
      return show(context, message);
    case "html":
      return messageHtml(message);
    case "raw":
      return {
        status: 200,
        headers: {
          "content-type": "text/plain; charset=latin1",
          "x-content-type-options": "nosniff",
        },
        body: Buffer.from(message.raw, "latin1"),
      };
    case "attachments":
      return attachment(message.attachments[Number(index)]) ?? missing(context);
    default:
      return missing(context);
  }
}

function list(context: Context, call: Call): Answer {
  const to = call.query.get("to") ?? "";
  const q = call.query.get("q") ?? "";
  const found = context.mail.find({ to, text: q });
  const recipients = context.mail.recipients();
  const filtered = to !== "" || q !== "";
  return page(context, {
    title: "Mailbox",
    script: "/assets/mailbox.js",
    main: html`<div data-newest="${context.mail.newest()?.id ?? ""}">
<h1>Mailbox</h1>
<p class="quiet">Every mail that Usher sent here, whoever it is for. New ones show up by themselves. What goes to <code>@bounces.example</code> comes back to its sender.</p>
<form class="filter" method="get" action="/mailbox" role="search">
<label>Recipient <select name="to"><option value="">Everybody</option>${recipients.map(
      (each) => html`<option${each === to.toLowerCase() && html` selected`}>${each}</option>`,
    )}</select></label>
<label>Contains <input name="q" type="search" value="${q}" autocomplete="off"></label>
<button class="button">Show</button>
</form>
${found.length === 0 ? empty(filtered) : messages(found.slice(0, SHOWN))}
${found.length > SHOWN && html`<p class="quiet">The newest ${SHOWN} of ${found.length}.</p>`}
${context.mail.newest() && html`<form method="post" action="/mailbox/empty" class="actions"><button class="button second">Empty the mailbox</button></form>`}
</div>`,
  });
}

function empty(filtered: boolean) {
  return filtered
    ? html`<div class="card empty"><h2>Nothing matches</h2><p><a href="/mailbox">Show all mail</a></p></div>`
    : html`<div class="card empty"><h2>No mail yet</h2><p class="quiet">Register for an event, and its mail arrives here.</p></div>`;
}

function messages(found: Message[]) {
  return html`<ul class="plain messages">${found.map(
    (message) => html`<li><a href="/mailbox/${message.id}">
<span class="subject">${message.subject || "(no subject)"}</span>
${when(message)}
<span class="who">To ${message.to.join(", ")} · from ${message.from}</span></a></li>`,
  )}</ul>`;
}

function when(message: Message) {
  return html`<time datetime="${message.date}">${message.date.slice(0, 16).replace("T", " ")} UTC</time>`;
}

function show(context: Context, message: Message): Answer {
  return page(context, {
    title: message.subject || "(no subject)",
    main: html`<p><a href="/mailbox">All mail</a></p>
<h1>${message.subject || "(no subject)"}</h1>
<dl class="headers">
<dt>From</dt><dd>${message.from}</dd>
<dt>To</dt><dd>${message.to.join(", ")}</dd>
<dt>Date</dt><dd>${when(message)}</dd>
${message.headers["reply-to"] && html`<dt>Reply to</dt><dd>${message.headers["reply-to"]}</dd>`}
</dl>
${
  message.html
    ? html`<iframe title="The message" src="/mailbox/${message.id}/html" sandbox="${FRAME}"></iframe>`
    : html`<pre>${message.text}</pre>`
}
${
  message.attachments.length > 0 &&
  html`<h2>Attachments</h2><ul>${message.attachments.map(
    (each, index) =>
      html`<li><a href="/mailbox/${message.id}/attachments/${index}" download="${each.filename}">${each.filename}</a> <span class="quiet">${each.contentType}, ${size(each)}</span></li>`,
  )}</ul>`
}
${message.html && html`<details><summary>As plain text</summary><pre>${message.text || "(no text part)"}</pre></details>`}
<p><a href="/mailbox/${message.id}/raw">The message’s source</a></p>`,
  });
}

function size(attachment: Attachment): string {
  const bytes = Buffer.byteLength(attachment.content, "base64");
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`;
}

/** The mail as its reader sees it: no script of its own, links open in the whole window. */
function messageHtml(message: Message): Answer {
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `sandbox ${FRAME}; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; frame-ancestors 'self'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
    body: withBase(message.html),
  };
}

function attachment(found: Attachment | undefined): Answer | null {
  if (found === undefined) return null;
  return {
    status: 200,
    headers: {
      "content-type": found.contentType,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(found.filename)}`,
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
    },
    body: Buffer.from(found.content, "base64"),
  };
}

function missing(context: Context): Answer {
  return page(context, {
    title: "No such message",
    status: 404,
    main: html`<h1>No such message</h1><p><a href="/mailbox">All mail</a></p>`,
  });
}

/** Inside the head where there is one: before the doctype it would put the page into quirks mode. */
function withBase(text: string): string {
  const base = '<base target="_top">';
  return /<head[^>]*>/i.test(text)
    ? text.replace(/<head[^>]*>/i, (head) => head + base)
    : base + text;
}
