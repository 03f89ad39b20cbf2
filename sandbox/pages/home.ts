import type { Context } from "../context.ts";
import type { Answer } from "../http.ts";
import { people, tenants } from "../people.ts";
import { directTitle, sampleTitle } from "../seed-plan.ts";
import { sampleWebinarTitle } from "../seed-webinars.ts";
import { html } from "./html.ts";
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
<div class="card">${tenants.map(
      (tenant) => html`<h2>${tenant.name} <span class="quiet">${tenant.domain}</span></h2>
<ul>${people.filter(({ tid }) => tid === tenant.id).map((person) => html`<li>${person.name}: <span class="quiet">${person.job}</span></li>`)}</ul>`,
    )}</div>`,
  });
}
