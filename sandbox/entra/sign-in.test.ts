import { afterAll, beforeAll, expect, test } from "vitest";
import { ada, ines, joe, northmoor, per, sam, tidewater } from "../people.ts";
import { signInAt } from "../sign-in.ts";
import { type Running, redirectUri, run, startFlow } from "../test-tools.ts";

let running: Running;
beforeAll(async () => {
  running = await run();
});
afterAll(() => running.sandbox.stop());

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });

test("the page lists the tenant’s people, and lets the redirect back through its own policy", async () => {
  const { url } = startFlow(running.sandbox, tidewater.domain);
  const response = await fetch(url);
  const text = await response.text();
  for (const name of ["Ines Castillo", "Noor Haddad", "Ada Okafor", "Other accounts", "Joe Abbott"])
    expect(text).toContain(name);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("form-action 'self' http://localhost:3000");
  expect(policy).not.toContain("unsafe-inline");
});

test("consent is asked for once, and again for what is new", async () => {
  const first = startFlow(running.sandbox, tidewater.id);
  const asked = await post(first.url, { person: ines.oid });
  expect(asked.status).toBe(200);
  expect(await asked.text()).toContain("register people for them");
  expect((await post(first.url, { person: ines.oid, consent: "accept" })).status).toBe(302);
  expect(
    (await post(startFlow(running.sandbox, tidewater.id).url, { person: ines.oid })).status,
  ).toBe(302);
  const more = startFlow(running.sandbox, tidewater.id, {
    scope: "openid offline_access Calendars.ReadWrite",
  });
  const again = await (await post(more.url, { person: ines.oid })).text();
  expect(again).toContain("Have full access to your calendars");
  expect(again).not.toContain("register people for them");
});

test("declining goes back with access_denied", async () => {
  const { url } = startFlow(running.sandbox, tidewater.id);
  const landed = await signInAt(url, per.oid, { consent: "decline" });
  expect(landed.searchParams.get("error")).toBe("access_denied");
  expect(landed.searchParams.get("error_description")).toMatch(/^AADSTS65004/);
});

test("where an administrator must consent, a profile is all there is", async () => {
  const refused = await signInAt(startFlow(running.sandbox, tidewater.id).url, ada.oid);
  expect(refused.searchParams.get("error")).toBe("consent_required");
  expect(refused.searchParams.get("error_description")).toMatch(/^AADSTS90094/);
  const attendee = await signInAt(
    startFlow(running.sandbox, tidewater.id, { scope: "openid profile email" }).url,
    ada.oid,
  );
  expect(attendee.searchParams.has("code")).toBe(true);
});

test("an administrator’s approval lets them in, and goes back to the app", async () => {
  const { sandbox, control } = running;
  const address = (more: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: sandbox.clientId,
      redirect_uri: redirectUri,
      state: "a b",
      ...more,
    });
    return `${sandbox.entraUrl}/${tidewater.id}/adminconsent?${query}`;
  };
  expect((await fetch(address({ client_id: "another" }))).status).toBe(400);
  expect((await fetch(address({ redirect_uri: "https://evil.example/" }))).status).toBe(400);
  expect(await (await fetch(address({}))).text()).toContain("Approve for Tidewater");
  const landed = async (form: Record<string, string>) =>
    new URL((await post(address({}), form)).headers.get("location") ?? "").searchParams;
  expect((await landed({ cancel: "yes" })).get("error")).toBe("permission_denied");
  expect(Object.fromEntries(await landed({ tenant: tidewater.id }))).toEqual({
    admin_consent: "True",
    tenant: tidewater.id,
    state: "a b",
  });
  const approved = await signInAt(startFlow(sandbox, tidewater.id).url, ada.oid);
  expect(approved.searchParams.has("code")).toBe(true);
  // Forgotten, it is asked for again.
  await control.revoke(ada.oid, 65001);
  const again = await signInAt(startFlow(sandbox, tidewater.id).url, ada.oid);
  expect(again.searchParams.get("error_description")).toMatch(/^AADSTS90094/);
});

test("somebody of another directory stays outside, with a way back", async () => {
  for (const [tenant, oid] of [
    [tidewater.id, joe.oid],
    [northmoor.id, ines.oid],
    ["organizations", sam.oid],
  ] as const) {
    const response = await post(startFlow(running.sandbox, tenant).url, { person: oid });
    expect(response.headers.get("location")).toBeNull();
    const text = await response.text();
    expect(text).toContain("AADSTS50020");
    expect(text).toContain(redirectUri);
  }
  const personal = await signInAt(startFlow(running.sandbox, "common").url, sam.oid);
  expect(personal.searchParams.has("code")).toBe(true);
});

test("prompt=none asks nobody", async () => {
  const { url } = startFlow(running.sandbox, tidewater.id, {
    prompt: "none",
    scope: "openid profile",
  });
  const alone = await fetch(url, { redirect: "manual" });
  expect(new URL(alone.headers.get("location") ?? "").searchParams.get("error")).toBe(
    "login_required",
  );
  const signedIn = await post(startFlow(running.sandbox, tidewater.id).url, {
    person: ines.oid,
    consent: "accept",
  });
  const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const silent = await fetch(url, { redirect: "manual", headers: { cookie } });
  expect(new URL(silent.headers.get("location") ?? "").searchParams.has("code")).toBe(true);
  const chosen = await fetch(startFlow(running.sandbox, tidewater.id).url, {
    redirect: "manual",
    headers: { cookie },
  });
  expect(chosen.status).toBe(200);
});

test("login_hint puts its account first", async () => {
  const { url } = startFlow(running.sandbox, tidewater.id, {
    prompt: "login",
    login_hint: per.upn,
  });
  const text = await (await fetch(url)).text();
  expect(text.indexOf("Per Lindqvist")).toBeLessThan(text.indexOf("Ines Castillo"));
});

test("an unknown tenant or client is told so", async () => {
  const unknown = await fetch(
    `${running.sandbox.entraUrl}/nowhere.example/v2.0/.well-known/openid-configuration`,
  );
  expect(await unknown.json()).toMatchObject({ error_codes: [90002] });
  const page = await fetch(startFlow(running.sandbox, tidewater.id, { client_id: "other" }).url);
  expect(await page.text()).toContain("AADSTS700016");
});
