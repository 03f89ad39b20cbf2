import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { FilledForm } from "./form-fields";
import { RegistrationForm } from "./registration-form";

const event = {
  slug: "tide",
  hostName: "Tidewater",
  audience: "everyone",
  emailDomains: [] as string[],
  invitedOnly: false,
  form: null,
  privacyNotice: "",
  hasCapacity: false,
  waitlist: false,
  approval: false,
  holdMinutes: null,
} as const;

function markup(changes: Partial<typeof event> | object, filled?: FilledForm, stamp?: string) {
  return renderToStaticMarkup(
    <RegistrationForm
      event={{ ...event, ...changes }}
      locale="en"
      action="/e/tide/embed/sign-up"
      filled={filled}
      stamp={stamp}
    />,
  );
}

/** Text and id of what describes a control. */
function describedBy(html: string, id: string): string[] {
  const control = new RegExp(`<input[^>]*\\bid="${id}"[^>]*>`).exec(html)?.[0] ?? "";
  const ids = /aria-describedby="([^"]*)"/.exec(control)?.[1]?.split(" ") ?? [];
  return ids.map((each) => {
    const text = new RegExp(`id="${each}"[^>]*>(.*?)</p>`).exec(html)?.[1] ?? "";
    return text.replaceAll(/<[^>]*>/g, "");
  });
}

test("asks for no code where none is needed, and names no domain", () => {
  const html = markup({});
  expect(html).not.toContain('name="code"');
  expect(describedBy(html, "email")).toEqual([
    "Your pass and your personal link go to this address.",
  ]);
});

test("says beside the fields for whom it is, and what is wrong, and keeps what was typed", () => {
  const changes = { emailDomains: ["example.org", "*.example.com"], invitedOnly: true };
  const html = markup(changes, {
    values: { email: "ada@elsewhere.example", code: 'k7qm"><b>' },
    errors: { email: "errors.email.domain", code: "errors.code.unknown" },
  });
  expect(describedBy(html, "email")).toEqual([
    "Error: Enter an address at example.org or *.example.com: this event is for people there",
    "At example.org or *.example.com. Your pass and your personal link go to this address.",
  ]);
  expect(describedBy(html, "code")[0]).toMatch(/^Error: Check the code/);
  expect(html).toContain('value="ada@elsewhere.example"');
  expect(html).toContain('value="k7qm&quot;&gt;&lt;b&gt;"');
  expect(html).toContain("2 things to put right");
});

test("has its marks where it can be sent, and a bait that nobody meets", () => {
  const html = markup({}, undefined, "kx1.signature");
  expect(html).toContain('<input type="hidden" name="stamp" value="kx1.signature"/>');
  expect(html).toMatch(/aria-hidden="true"><label>.*?name="website"/);
  expect(/<input[^>]*name="website"[^>]*>/.exec(html)?.[0]).toMatch(/tabindex="-1"/i);
  expect(markup({})).not.toContain("website");
});
