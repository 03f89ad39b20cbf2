import type { Context } from "../context.ts";
import type { Answer, Call } from "../http.ts";
import { type Html, html } from "../pages/html.ts";
import { page } from "../pages/layout.ts";
import { findTenant, type Person, type Tenant } from "../people.ts";
import { type Authority, peopleFor } from "./authorities.ts";
import type { EntraError } from "./errors.ts";
import { describeScopes } from "./scopes.ts";

interface SignIn {
  authority: Authority;
  call: Call;
  /** Whom `login_hint` names: they come first. */
  hinted: Person | undefined;
}

export function signInPage(context: Context, { authority, call, hinted }: SignIn): Answer {
  const { welcome, others } = peopleFor(authority);
  const listed = [...welcome, ...others];
  const rest = (persons: Person[]) => persons.filter((person) => person !== hinted);
  const where = authority.tenant?.name;
  return page(context, {
    title: "Sign in",
    width: "narrow",
    main: html`<section>
<h1>Pick an account</h1>
<p class="quiet">This page stands in for Microsoft’s sign-in${where && html` of <strong>${where}</strong>`}. Choose who you want to be: no password is asked.</p>
${hinted && listed.includes(hinted) && html`<h2>The account that was asked for</h2>${choices(call, [hinted])}<h2>Somebody else</h2>`}
${choices(call, rest(welcome))}
${
  rest(others).length > 0 &&
  html`<h2>Other accounts</h2>
<p class="quiet">${where ? `They are not in ${where}’s directory: signing in with one shows what Microsoft says then.` : "Not accepted here: signing in with one shows what Microsoft says then."}</p>
${choices(call, rest(others))}`
}
</section>`,
  });
}

function choices(call: Call, persons: Person[]): Html {
  return html`<form method="post" action="${call.search}"><ul class="plain">${persons.map(
    (person) => html`<li><button class="person" name="person" value="${person.oid}">
<span class="initials" aria-hidden="true">${initials(person)}</span>
<span class="name">${person.name}</span>
<span class="about">${person.job} · ${findTenant(person.tid)?.name}</span></button></li>`,
  )}</ul></form>`;
}

function initials(person: Person): string {
  return person.name
    .split(" ")
    .map((word) => word.charAt(0))
    .join("");
}

export function consentPage(
  context: Context,
  { call, person, scopes }: { call: Call; person: Person; scopes: string[] },
): Answer {
  return page(context, {
    title: "Permissions requested",
    width: "narrow",
    main: html`<section>
<p class="quiet">${person.upn}</p>
<h1>Permissions requested</h1>
<p><strong>Usher</strong> would like to:</p>
<ul>${describeScopes(scopes).map((words) => html`<li>${words}</li>`)}</ul>
<p class="quiet">This page stands in for Microsoft’s. Declining shows how Usher answers to it.</p>
<form method="post" action="${call.search}" class="actions">
<input type="hidden" name="person" value="${person.oid}">
<button class="button" name="consent" value="accept">Accept</button>
<button class="button second" name="consent" value="decline">Decline</button>
</form></section>`,
  });
}

/** What an administrator sees who is asked to agree for everybody. */
export function approvalPage(
  context: Context,
  { call, directories, scopes }: { call: Call; directories: Tenant[]; scopes: string[] },
): Answer {
  return page(context, {
    title: "Approve for your organization",
    width: "narrow",
    main: html`<section>
<h1>Approve for your organization</h1>
<p>Everybody there may then let <strong>Usher</strong>:</p>
<ul>${describeScopes(scopes).map((words) => html`<li>${words}</li>`)}</ul>
<p class="quiet">This page stands in for Microsoft’s, where only an administrator may approve. Here, whoever reads this is one.</p>
<form method="post" action="${call.search}" class="actions">
${directories.map(({ id, name }) => html`<button class="button" name="tenant" value="${id}">Approve for ${name}</button>`)}
<button class="button second" name="cancel" value="yes">Cancel</button>
</form></section>`,
  });
}

export function wrongTenantPage(
  context: Context,
  {
    call,
    person,
    problem,
    back,
  }: { call: Call; person: Person; problem: EntraError; back: string },
): Answer {
  return page(context, {
    title: "This account cannot sign in here",
    width: "narrow",
    main: html`<section>
<h1>This account cannot sign in here</h1>
<p>${person.name} belongs to ${findTenant(person.tid)?.name}. Usher asked for an account of another directory.</p>
<p class="code">${problem.description}</p>
<div class="actions">
<a class="button" href="${call.search}">Use another account</a>
<a class="button second" href="${back}">Back to Usher</a>
</div></section>`,
  });
}

/** For requests that may not be sent back anywhere. */
export function problemPage(context: Context, problem: EntraError): Answer {
  return page(context, {
    title: "Sorry, we’re having trouble signing you in",
    width: "narrow",
    status: 400,
    main: html`<section>
<h1>Sorry, we’re having trouble signing you in</h1>
<p>The application’s request is not one that Entra accepts.</p>
<p class="code">${problem.description}</p>
</section>`,
  });
}

export function signedOutPage(context: Context): Answer {
  return page(context, {
    title: "Signed out",
    width: "narrow",
    main: html`<section><h1>You signed out of your account</h1>
<p class="quiet">This page stands in for Microsoft’s.</p></section>`,
  });
}
