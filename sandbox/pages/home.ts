import type { Context } from "../context.ts";
import type { Answer } from "../http.ts";
import { people, tenants } from "../people.ts";
import type { Sample } from "../samples.ts";
import { directTitle, sampleTitle } from "../seed-plan.ts";
import { sampleWebinarTitle } from "../seed-webinars.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";

export function home(context: Context): Answer {
  return page(context, {
    title: "Usher’s sandbox",
    main: html`<h1>Usher’s sandbox</h1>
<p>A Microsoft 365 tenant of its own on this computer: a sign-in, calendars with Teams meetings, <a href="/webinars">webinars</a> with who is registered for them, and a <a href="/mailbox">mailbox</a> that every mail goes to. The join links it makes are as real ones look, and lead nowhere.</p>
${
  context.appUrl &&
  html`<p>Ines has three sample events open in <a href="${context.appUrl}/dashboard">Usher</a>, one for each way to give people their links: <strong>${sampleTitle}</strong> by external registration, <strong>${directTitle}</strong> by Usher’s own links, and <strong>${sampleWebinarTitle}</strong> as a Teams webinar.</p>`
}
${context.appUrl && states(context.samples, context.appUrl)}
<div class="card">${tenants.map(
      (tenant) => html`<h2>${tenant.name} <span class="quiet">${tenant.domain}</span></h2>
<ul>${people.filter(({ tid }) => tid === tenant.id).map((person) => html`<li>${person.name}: <span class="quiet">${person.job}</span></li>`)}</ul>`,
    )}</div>`,
  });
}

/** The app's events by the state that they are in, one click each. */
function states(samples: Sample[], appUrl: string): Html {
  const link = (path: string, label: string) => html`<a href="${appUrl}${path}">${label}</a>`;
  return html`<section class="card"><h2>A page in every state</h2>
${
  samples.length === 0
    ? html`<p>Usher makes these sample events while it starts: <a href="/">look again</a> in a moment.</p>`
    : html`<p>Sample events of Mette’s, the open one of Ines’. What leaves its state, by your sign-ups or by the clock, is made anew when Usher starts.</p>
<table class="stacked"><thead><tr><th scope="col">The page</th><th scope="col">Event</th><th scope="col">Somebody’s pass</th></tr></thead>
<tbody>${samples.map(
        ({ label, title, path, passes }) =>
          html`<tr><th scope="row">${link(path, label)}</th><td>${title}</td><td>${passes.map(
            (pass, at) => html`${at > 0 && ", "}${link(pass.path, pass.label)}`,
          )}</td></tr>`,
      )}</tbody></table>`
}</section>`;
}
