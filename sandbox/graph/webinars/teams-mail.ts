import type { Context } from "../../context.ts";
import type { Webinar, WebinarRegistration } from "../../model.ts";
import { joinLink } from "./join-link.ts";

const FROM = "noreply@email.teams.microsoft.com";

/**
 * Teams' own mail to a registrant, where the webinar has it switched on: it tells the link also
 * where no session of Graph's does.
 */
export async function sendTeamsMail(
  { mail, settings }: Context,
  webinar: Webinar,
  registration: WebinarRegistration,
): Promise<void> {
  const { status, email, firstName } = registration;
  if (!webinar.isAttendeeEmailNotificationEnabled) return;
  if (status !== "registered" && status !== "canceled") return;
  const link = joinLink(
    webinar,
    registration,
    settings.webinarLinks === "shared" ? "shared" : "personal",
  );
  const [subject, text] =
    status === "registered"
      ? [
          `You’re registered for ${webinar.displayName}`,
          `Hi ${firstName},\r\n\r\nyou’re registered for ${webinar.displayName}.\r\n\r\nJoin the event: ${link}\r\n`,
        ]
      : [
          `Your registration for ${webinar.displayName} was canceled`,
          `Hi ${firstName},\r\n\r\nyour registration for ${webinar.displayName} was canceled.\r\n`,
        ];
  const raw = [
    `From: "Microsoft Teams" <${FROM}>`,
    `To: ${email}`,
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n"),
    "",
  ];
  await mail.receive(Buffer.from(raw.join("\r\n")), { from: FROM, to: [email] });
}
