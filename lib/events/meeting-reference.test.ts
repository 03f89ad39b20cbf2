import { describe, expect, it } from "vitest";
import { readMeetingReference } from "./meeting-reference";

const TID = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const OID = "0f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0";
const THREAD = "19:meeting_N2Y4OTk2ZTctMjU4Yy00NGQ1@thread.v2";
const CANONICAL = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_N2Y4OTk2ZTctMjU4Yy00NGQ1%40thread.v2/0?context=%7b%22Tid%22%3a%22${TID}%22%2c%22Oid%22%3a%22${OID}%22%7d`;
const PLAIN = `https://teams.microsoft.com/l/meetup-join/${THREAD}/0?context={"Tid":"${TID}","Oid":"${OID}"}`;
const PATH = `/_#/l/meetup-join/${THREAD}/0?context={"Tid":"${TID}","Oid":"${OID}"}&anon=true`;

const launcher = `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent(PATH)}&type=meetup-join&deeplinkId=3f1&directDl=true&msLaunch=true`;
const launcherTwice = `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent(PATH.replace(THREAD, encodeURIComponent(THREAD)))}&type=meetup-join`;
const safelink = (url: string, region = "eur01") =>
  `https://${region}.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=05%7C02%7Camara%40example.org%7C6f0&sdata=abc%3D&reserved=0`;

describe("join links", () => {
  it.each([
    ["as Graph keeps it", CANONICAL],
    ["spelled out", PLAIN],
    ["with upper-case escapes", CANONICAL.replace(/%[0-9a-f]{2}/g, (code) => code.toUpperCase())],
    ["escaped twice", encodeURIComponent(CANONICAL)],
    ["escaped three times", encodeURIComponent(encodeURIComponent(PLAIN))],
    ["with a host and scheme in capitals", CANONICAL.replace("https://teams", "HTTPS://TEAMS")],
    ["with a path in capitals", CANONICAL.replace("meetup-join", "Meetup-Join")],
    ["with ids in capitals", CANONICAL.replaceAll(TID, TID.toUpperCase())],
    ["of the new host", CANONICAL.replace("teams.microsoft.com", "teams.cloud.microsoft")],
    ["without a scheme", CANONICAL.replace("https://", "")],
    ["of the app's scheme", CANONICAL.replace("https://teams.microsoft.com", "msteams:")],
    ["of the app's scheme with a host", CANONICAL.replace("https", "msteams")],
    ["in angle brackets", `<${CANONICAL}>`],
    ["in Markdown", `[Join](${CANONICAL})`],
    ["in HTML", `<a href="${PLAIN.replaceAll('"', "&quot;")}&amp;x=1">Join</a>`],
    ["of somebody who registered", CANONICAL.replace("%7d", "%2c%22prid%22%3a%228f4c%22%7d")],
    ["with more behind it", `${CANONICAL}&anon=true#top`],
    ["from the web client", CANONICAL.replace("/l/", "/_#/l/")],
    ["from the new web client", CANONICAL.replace("/l/", "/v2/?meetingjoin=true#/l/")],
    ["from the launcher", launcher],
    ["from the launcher, escaped once more", launcherTwice],
    ["wrapped by Outlook", safelink(CANONICAL)],
    ["wrapped by Outlook twice", safelink(safelink(CANONICAL), "nam12")],
    ["a launcher wrapped by Outlook", safelink(launcher)],
    ["wrapped by Outlook, in HTML", safelink(CANONICAL).replaceAll("&", "&amp;")],
    ["with invisible characters", CANONICAL.replace("meetup", "meet\u200bup\u00ad")],
    ["among words", `Bonjour,\r\n\r\nvoici le lien : ${CANONICAL}\r\nÀ bientôt`],
  ])("%s", (_, text) => {
    expect(readMeetingReference(text)).toMatchObject({ kind: "join-url", url: CANONICAL });
  });

  it("keeps the case of the thread's id and the message it starts at", () => {
    const channel = `https://teams.microsoft.com/l/meetup-join/19%3aAbC0123def%40thread.tacv2/1700000000000?context=%7b%22Tid%22%3a%22${TID}%22%2c%22Oid%22%3a%22${OID}%22%7d`;
    expect(readMeetingReference(channel)).toEqual({
      kind: "join-url",
      url: channel,
      asPasted: null,
    });
  });

  it("tells the other spelling that was pasted", () => {
    expect(readMeetingReference(CANONICAL)).toMatchObject({ asPasted: null });
    const shouting = CANONICAL.replaceAll("%3a", "%3A");
    expect(readMeetingReference(`Join: <${shouting}>`)).toMatchObject({ asPasted: shouting });
    expect(readMeetingReference(safelink(CANONICAL))).toMatchObject({ asPasted: null });
  });
});

const ENGLISH = `________________________________________________________________________________
Microsoft Teams Need help?
Join the meeting now
Meeting ID: 381 123 456 789 0
Passcode: aB3xY9
________________________________
Dial in by phone
+44 20 3321 5208,,987654321# United Kingdom, City of London
Find a local number
Phone conference ID: 987 654 321#
For organizers: Meeting options | Reset dial-in PIN`;
const FRENCH = `Réunion Microsoft Teams
Rejoindre la réunion maintenant
ID de réunion\u00a0: 381\u00a0123\u00a0456\u00a0789\u00a00
Code secret\u00a0: aB3xY9
Composer par téléphone
ID de conférence téléphonique\u00a0: 987 654 321#`;
const GERMAN = `Microsoft Teams-Besprechung
Jetzt an der Besprechung teilnehmen
Besprechungs-ID: 381 123 456 789 0
Passcode: aB3xY9
Telefonkonferenz-ID: 987 654 321#`;

describe("meeting IDs", () => {
  it.each([
    ["a short link", "https://teams.microsoft.com/meet/3811234567890?p=aB3xY9kLmN"],
    ["a short link of the new host", "https://teams.cloud.microsoft/meet/3811234567890?p=aB3x"],
    ["a short link, wrapped", safelink("https://teams.microsoft.com/meet/3811234567890?p=aB3x")],
    [
      "a short link from the launcher",
      "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F3811234567890%3Fp%3DaB3x%26anon%3Dtrue&type=meet",
    ],
    [
      "a short link in the web client",
      "https://teams.microsoft.com/v2/?x=y#/meet/3811234567890?p=a",
    ],
    ["an English invitation", ENGLISH],
    ["a French invitation", FRENCH],
    ["a German invitation", GERMAN],
    ["an invitation as HTML", `<p><span>Meeting&nbsp;ID:</span> 381&nbsp;123&#160;456 789 0</p>`],
    [
      "a short link in an invitation",
      `${FRENCH}\n<https://teams.microsoft.com/meet/3811234567890?p=x>`,
    ],
    ["digits", "3811234567890"],
    ["spaced digits", "  381 123 456 789 0\n"],
    ["digits with hyphens", "381-123-456-789-0"],
    ["a label by itself", "Meeting ID 381 123 456 789 0"],
    ["ID de la réunion", "ID de la réunion : 381 123 456 789 0"],
    ["Japanese", "会議 ID: 381 123 456 789 0"],
  ])("%s", (_, text) => {
    expect(readMeetingReference(text)).toEqual({ kind: "meeting-id", digits: "3811234567890" });
  });

  it("takes twelve digits too", () => {
    expect(readMeetingReference("Meeting ID: 123 456 789 012")).toEqual({
      kind: "meeting-id",
      digits: "123456789012",
    });
  });

  it("prefers the long link of an invitation to its ID", () => {
    expect(readMeetingReference(`${ENGLISH}\n${CANONICAL}`)).toMatchObject({ kind: "join-url" });
  });
});

describe("what has no such API", () => {
  it.each([
    "https://teams.live.com/meet/9345678901234?p=abc",
    "https://teams.live.com/l/invite/FAA123",
    safelink("https://teams.live.com/meet/9345678901234?p=abc"),
    "Meeting ID: 934 567 890 123 4\nhttps://teams.live.com/meet/9345678901234",
  ])("personal: %s", (text) => expect(readMeetingReference(text)).toEqual({ kind: "personal" }));

  it.each([
    CANONICAL.replace("teams.microsoft.com", "gov.teams.microsoft.us"),
    CANONICAL.replace("teams.microsoft.com", "dod.teams.microsoft.us"),
    "https://gov.teams.microsoft.us/meet/3811234567890?p=abc",
    CANONICAL.replace("teams.microsoft.com", "teams.microsoftonline.cn"),
  ])("government: %s", (text) =>
    expect(readMeetingReference(text)).toEqual({ kind: "government" }),
  );
});

describe("what is no reference", () => {
  it.each([
    ["nothing", ""],
    ["spaces", " \n\t "],
    ["words", "the meeting on Thursday"],
    ["another service", "https://zoom.us/j/1234567890?pwd=abc"],
    ["Teams' front page", "https://teams.microsoft.com/"],
    ["a link cut off", CANONICAL.slice(0, 120)],
    ["a host that only ends alike", CANONICAL.replace("teams.", "notteams.")],
    ["a host that goes on", CANONICAL.replace("microsoft.com/", "microsoft.com.evil.example/")],
    ["a phone number", "+44 20 7946 0018"],
    ["a national phone number", "020 7946 0018"],
    ["a dial-in alone", "Phone conference ID: 987 654 321#"],
    ["a year", "2026"],
    ["too many digits", "1".repeat(30)],
    ["broken escapes", "https://teams.microsoft.com/%E0%A4%A%%%/l/meetup-join/%ff"],
  ])("%s", (_, text) => expect(readMeetingReference(text)).toEqual({ kind: "unreadable" }));

  it.each([
    "teams.microsoft.com/".repeat(200_000),
    "%25".repeat(500_000),
    "Meeting ID: ".repeat(200_000),
    "1 ".repeat(500_000),
    `https://teams.microsoft.com/l/meetup-join/19:${"a".repeat(1_000_000)}`,
    "a.".repeat(1_000_000),
  ])("answers soon however long the text (%#)", (text) => {
    const started = performance.now();
    expect(readMeetingReference(text).kind).toBe("unreadable");
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
