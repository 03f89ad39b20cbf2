import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { cancelEvent } from "./cancel-event";
import { noticeAddress, privacyNotice } from "./privacy-notice";
import { readPublicPage } from "./read-page";
import { setPrivacyNotice } from "./set-privacy-notice";

const says = (typed: string) => {
  const { data, error } = privacyNotice.safeParse(typed);
  return error ? error.issues[0]?.message : data;
};

test("a notice is a text or an address, tidied", () => {
  expect(says("  ")).toBe("");
  expect(says(" We keep **nothing**.\r\n- at all ")).toBe("We keep **nothing**.\n- at all");
  expect(says("https://example.org/privacy")).toBe("https://example.org/privacy");
  expect(says("See https://example.org/privacy")).toBe("See https://example.org/privacy");
  expect(says("a".repeat(5_001))).toBe("tooLong");
  expect(says("bell \u0007")).toBe("characters");
});

test.each([
  "javascript://alert(1)",
  "ftp://example.org/privacy",
  "https://me:secret@example.org/",
  "https://",
  "data://text/html,x",
])("%s is no address that a form leads to", (typed) => {
  expect(says(typed)).toBe("address");
  expect(noticeAddress(typed)).toBeNull();
});

test("only what is nothing but an address is one", () => {
  expect(noticeAddress("https://example.org/privacy?a=1")).toBe("https://example.org/privacy?a=1");
  expect(noticeAddress("See https://example.org")).toBeNull();
  expect(noticeAddress("")).toBeNull();
});

describeDatabases("an event's privacy notice", () => {
  test("stands on its page at once, and holds no way in", async () => {
    const event = await insertEvent();
    const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
    if (!access) throw new Error("The organizer owns the event.");
    const page = () => readPublicPage(event.slug);
    expect((await page())?.privacyNotice).toBe("");
    const before = (await page())?.version;
    expect(await setPrivacyNotice(access, "We keep nothing.")).toEqual({ kind: "saved" });
    expect(await page()).toMatchObject({ privacyNotice: "We keep nothing." });
    expect((await page())?.version).not.toBe(before);
    const leak = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0";
    expect(await setPrivacyNotice(access, leak)).toEqual({ kind: "wayIn" });
    await cancelEvent(access, new Date());
    expect(await setPrivacyNotice(access, "Late")).toEqual({ kind: "cancelled" });
    expect(await page()).toMatchObject({ privacyNotice: "We keep nothing." });
  });
});
