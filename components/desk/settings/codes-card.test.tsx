import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { InvitationCode } from "@/lib/events/invitation-codes";
import { translator } from "@/lib/i18n/translator";
import { CodesCard } from "./codes-card";

const code: InvitationCode = {
  id: "c1",
  code: "K7QM-2XPD-9HTR",
  label: "The altos <b>",
  uses: 3,
  mostUses: 12,
  expiresAt: "2026-12-24T12:00:00Z",
  state: "live",
};

function draw(codes: InvitationCode[], canEdit = true): string {
  const html = renderToStaticMarkup(
    <CodesCard
      event={{ id: "e1", zone: "Europe/Paris", invitedOnly: true }}
      codes={codes}
      address="https://usher.example/e/tide"
      make={canEdit ? async (state) => state : null}
      revoke={async () => {}}
      now={Date.parse("2026-11-26T12:00:00Z")}
      locale="en"
      words={translator("en", "admission")}
    />,
  );
  return html;
}

test("says what became of each code, and until when it works in the event's zone", () => {
  const html = draw([code]);
  expect(html).toContain("3 of 12 used · until 24 Dec, 13:00 CET");
  expect(html).toContain("The altos &lt;b&gt;");
  expect(html).not.toContain("none works");
});

test("says so when no code works, and keeps buttons from whoever may only look", () => {
  const html = draw([{ ...code, state: "revoked" }], false);
  expect(html).toContain("none works");
  expect(html).toContain("Revoked");
  expect(html).not.toContain("<button");
});

test("shows that a code can't be read any more", () => {
  expect(draw([{ ...code, code: null }])).toContain("Can’t be shown any more");
});
