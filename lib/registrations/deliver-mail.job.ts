import { sql } from "kysely";
import { type Db, db, type Tx, withTx } from "@/lib/db/database";
import type { MailKind, MailState } from "@/lib/db/schema";
import { expectLink } from "@/lib/enrolment/estimate";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { RetryLater } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { messageHost } from "@/lib/mail/header-text";
import { mailLaneFault } from "@/lib/mail/lane-fault";
import { MailFault } from "@/lib/mail/mail-fault";
import { messageIdOf } from "@/lib/mail/message-id";
import { renderMail } from "@/lib/mail/render-mail";
import type { MailData } from "@/lib/mail/types";
import { laneOfRoute, type MailRoute, mailboxOf } from "@/lib/messages/mail-route";
import { ownTextFor } from "@/lib/messages/own-text";
import { type RoutedOutcome, sendByRoute } from "@/lib/messages/send-by-route";
import { metrics } from "@/lib/metrics";
import { open } from "@/lib/seal";
import { type BeforeChange, readBeforeChange } from "./before-change";
import { calendarUid } from "./calendar-uid";
import { deliverMail } from "./deliver-mail";
import { linePosition } from "./line-position";
import { changeOf, dateOf, datesNews, isOfTime, moveOccasion } from "./occasions";
import { type OwnDate, readOwnDates } from "./own-dates";
import { endPasses, issuePass, livePass } from "./pass-secrets";
import { mailJobElsewhere } from "./promise-mail";
import { ACTIVE_PLACES, CONFIRMATIONS } from "./queries";
import { selectStanding } from "./standing";

/** Kinds that bring a pass: those to somebody who has a place or may still get one. */
const WITH_PASS: readonly MailKind[] = [
  "confirmation",
  "link",
  "again",
  "confirm_address",
  "waiting",
  "offer",
  "requested",
  "approved",
  "changed",
  "moved",
  "reminder",
  "resent",
  "replaced",
  "dates",
];

interface Mail {
  id: string;
  kind: MailKind;
  registrationId: string;
  occasion: string | null;
  createdAt: Date;
}

/** Is a mail still true? What was overtaken before it went out is not sent. */
async function isTrue(tx: Tx, mail: Mail, about: About, now: Date): Promise<boolean> {
  const { place, unconfirmed, state } = about;
  const isActive = ACTIVE_PLACES.some((active) => active === place);
  const holds = place === "taken" && state !== "cancelled";
  const hears = isActive && place !== "held" && !unconfirmed;
  if (WITH_PASS.includes(mail.kind) && state === "cancelled") return false;
  switch (mail.kind) {
    case "confirmation":
    case "link":
    case "approved":
    case "resent":
    case "replaced":
      return holds;
    case "reminder":
      return (
        holds && about.isOwnDate && about.endsAt > now && isOfTime(mail.occasion, about.startsAt)
      );
    case "follow_up":
      return holds && about.isOwnDate && isOfTime(mail.occasion, about.endsAt);
    case "dates":
      return holds && !(await isToldLater(tx, mail));
    case "changed":
      return hears && about.endsAt > now && !(await isToldLater(tx, mail));
    case "moved":
      return holds && about.endsAt > now && isOfMove(mail, about);
    case "again":
      return isActive;
    case "confirm_address":
      return isActive && unconfirmed;
    case "waiting":
      return place === "waitlisted" && !unconfirmed;
    case "requested":
      return place === "awaiting_approval" && !unconfirmed;
    case "offer":
      return place === "offered";
    case "declined":
      return place === "declined";
    case "lapsed":
      return place === "expired";
    case "withdrawn":
    case "left":
    case "cancelled":
      return true;
  }
}

/** Another link took the place of the one that it tells; its own mail says so. */
function isOfMove({ occasion }: Mail, { moveId, hasLink }: About): boolean {
  return moveId !== null && hasLink && occasion === moveOccasion(moveId);
}

type About = NonNullable<Awaited<ReturnType<typeof loadAbout>>>;

/** A later mail about the same tells this one too: whoever gets it hears everything at once. */
async function isToldLater(tx: Tx, mail: Mail): Promise<boolean> {
  const later = await tx
    .selectFrom("mails")
    .select("id")
    .where("registration_id", "=", mail.registrationId)
    .where("kind", "=", mail.kind)
    .$if(mail.kind === "dates", (query) =>
      // What happened to another date is told by another mail.
      query.where(sql<boolean>`occasion is not distinct from ${mail.occasion}`),
    )
    .where("id", "!=", mail.id)
    .where("created_at", ">", (eb) =>
      eb.selectFrom("mails").select("created_at").where("id", "=", mail.id),
    )
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

export const deliverMailHandler = handle(
  deliverMail,
  async ({ mailId, byServer }, run) => {
    const route = await readRoute(mailId, byServer ?? false);
    if (!route) return;
    const goOn = (tx: Tx, on: MailRoute, alone = byServer ?? false) =>
      enqueueAll(tx, [mailJobElsewhere(mailId, on, alone)]);
    // Chosen, given back or broken since it was promised.
    if (laneOfRoute(route) !== run.lane) {
      await withTx((tx) => goOn(tx, route));
      return;
    }
    const data = await withTx((tx) => prepare(tx, mailId));
    if (!data) return;
    const message = await renderMail(data);
    let answer: RoutedOutcome;
    try {
      answer = await sendByRoute(route, message, run, async (tx, alone) => {
        await goOn(tx, { ...route, mailbox: null }, alone);
      });
    } catch (error) {
      if (error instanceof MailFault) await note(db(), mailId, { reason: error.reason });
      if (error instanceof RetryLater) await note(db(), mailId, { reason: "mailbox-silent" });
      throw mailLaneFault(error);
    }
    if (answer.kind === "goes-by-server") return note(db(), mailId, { reason: null });
    await note(
      db(),
      mailId,
      answer.kind === "sent"
        ? { state: "sent", sent_at: new Date(), sent_from: route.mailbox, reason: null }
        : { state: "failed", reason: answer.reason },
    );
    metrics().mails.inc({ kind: data.kind, outcome: answer.kind });
  },
  {
    // The reason of its last attempt stands.
    onDead: (tx, { mailId }) => note(tx, mailId, { state: "failed" }),
    onRetry: (tx, { mailId }) => revive(tx, mailId),
  },
);

/** The way of this mail's event; null when there is no such mail any more. */
async function readRoute(mailId: string, byServer: boolean): Promise<MailRoute | null> {
  const row = await db()
    .selectFrom("mails")
    .innerJoin("registrations", "registrations.id", "mails.registration_id")
    .select([
      "registrations.event_id as eventId",
      mailboxOf(sql.ref("registrations.event_id")).as("mailbox"),
    ])
    .where("mails.id", "=", mailId)
    .executeTakeFirst();
  return row ? { ...row, mailbox: byServer ? null : row.mailbox } : null;
}

async function revive(tx: Tx, mailId: string): Promise<void> {
  await tx
    .updateTable("mails")
    .set({ state: "waiting", reason: null })
    .where("id", "=", mailId)
    .where("state", "=", "failed")
    .execute();
}

async function note(
  tx: Db | Tx,
  mailId: string,
  change: {
    state?: MailState;
    sent_at?: Date;
    sent_from?: string | null;
    reason?: string | null;
  },
): Promise<void> {
  await tx
    .updateTable("mails")
    .set(change)
    .where("id", "=", mailId)
    // The server may tell that it came back before the answer to having taken it is noted.
    .where("state", "!=", "bounced")
    .execute();
}

/**
 * Decides what the mail says and notes it, so that whoever stores the link a moment later knows
 * whether another mail is needed. Null when there is nothing to send any more.
 */
async function prepare(tx: Tx, mailId: string): Promise<MailData | null> {
  const mail = await tx
    .selectFrom("mails")
    .select([
      "id",
      "kind",
      "state",
      "registration_id as registrationId",
      "occasion",
      "created_at as createdAt",
    ])
    .where("id", "=", mailId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (mail?.state !== "waiting" && mail?.state !== "sending") return null;
  const about = await loadAbout(tx, mail.registrationId, dateOf(mail.occasion));
  if (!about) return null;
  const holds = about.place === "taken" && about.state !== "cancelled";
  const now = new Date();
  const changeId = changeOf(mail.occasion);
  const before = changeId ? await beforeChange(tx, mail.registrationId, changeId, about) : null;
  const isNews = mail.kind !== "changed" || (before !== null && differs(before, about));
  const isOff = about.mailsOff.includes(mail.kind);
  if (isOff || !isNews || !(await isTrue(tx, mail, about, now))) {
    await tx.deleteFrom("mails").where("id", "=", mailId).execute();
    return null;
  }

  const overtaken = isConfirmation(mail.kind) && (await linkIsPromised(tx, mail.registrationId));
  const joinLink =
    holds && !overtaken && about.joinLinkSealed && about.enrolmentId
      ? open(about.joinLinkSealed, joinLinkSecret(about.enrolmentId))
      : null;
  if (mail.kind === "link" && joinLink === null) {
    // The link died before its mail went out; whoever makes it again promises another mail.
    await tx.deleteFrom("mails").where("id", "=", mailId).execute();
    return null;
  }
  const pass = await passFor(tx, mail);
  await tx
    .updateTable("mails")
    .set({ state: "sending", with_link: joinLink !== null })
    .where("id", "=", mailId)
    .execute();

  const { publicUrl, mailFrom } = env();
  const dates = about.dates > 1 ? await readOwnDates(tx, mail.registrationId) : [];
  return {
    kind: mail.kind,
    dates: dates.flatMap((date) => ofMail(date, now) ?? []),
    datesNews: datesNews(mail.occasion),
    place: {
      state: about.place,
      unconfirmed: about.unconfirmed,
      until: about.lapsesAt,
      position: await linePosition(tx, mail.registrationId),
      declinedWords: about.declinedWords,
    },
    event: {
      title: about.title,
      hostName: about.hostName,
      slug: about.slug,
      startsAt: about.startsAt,
      endsAt: about.endsAt,
      zone: about.eventZone,
      accent: about.accent,
      uid: calendarUid(mail.registrationId, about.calendarUid),
      sequence: about.sequence,
      alarmMinutes: about.alarmMinutes,
      links: about.links,
      entryChangedAt: about.entryChangedAt,
    },
    person: { firstName: about.firstName, lastName: about.lastName, email: about.email },
    locale: about.locale,
    zone: about.zone,
    joinLink,
    teamsMails: holds && about.linkByMail === true,
    linkBy: holds && joinLink === null ? await expectLink(mail.registrationId, now, tx) : null,
    personalLink: about.registrar === "direct",
    passUrl: pass ? `${publicUrl}/r/${pass}` : null,
    eventUrl: `${publicUrl}/e/${about.slug}`,
    before,
    writtenAt: now,
    messageId: messageIdOf(mail.kind, mail.id, messageHost(mailFrom)),
    organizerEmail: about.organizerEmail,
    own: await ownTextFor(tx, {
      eventId: about.eventId,
      kind: mail.kind,
      locale: asLocale(about.locale),
    }),
    isTest: false,
  };
}

/** A date as their mail tells it: one that they come to, or that they are to forget. */
function ofMail(date: OwnDate, now: Date): NonNullable<MailData["dates"]>[number] | null {
  const { isOwn, givenUp, cancelled, endsAt } = date;
  if (endsAt <= now || !(isOwn || givenUp)) return null;
  return { ...date, state: givenUp ? "given-up" : cancelled ? "cancelled" : "on" };
}

/** Of several dates only the title can change at once: which one is next is no news. */
async function beforeChange(tx: Tx, registrationId: string, changeId: string, about: About) {
  const before = await readBeforeChange(tx, registrationId, changeId);
  if (before === null || about.dates < 2) return before;
  const { startsAt, endsAt, eventZone: zone } = about;
  return { ...before, startsAt, endsAt, zone };
}

function isConfirmation(kind: MailKind): boolean {
  return CONFIRMATIONS.some((confirmation) => confirmation === kind);
}

/** Is what they know another thing than what is? Moved and moved back in a minute is nothing. */
function differs(before: BeforeChange, about: About): boolean {
  return (
    before.title !== about.title ||
    before.zone !== about.eventZone ||
    before.startsAt.getTime() !== about.startsAt.getTime() ||
    before.endsAt.getTime() !== about.endsAt.getTime()
  );
}

/** A link mail stands beside a confirmation that is tried again: only one of them brings the link. */
async function linkIsPromised(tx: Tx, registrationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("mails")
    .select("id")
    .where("registration_id", "=", registrationId)
    .where("kind", "=", "link")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The pass that this mail tells. `again` ends every pass from before it was promised; a retry tells
 * the one that the first attempt made.
 */
async function passFor(
  tx: Tx,
  mail: Pick<Mail, "kind" | "registrationId" | "createdAt">,
): Promise<string | null> {
  if (!WITH_PASS.includes(mail.kind)) return null;
  const live = await livePass(tx, mail.registrationId, true);
  if (live && (mail.kind !== "again" || live.createdAt >= mail.createdAt)) return live.secret;
  if (mail.kind === "again") await endPasses(tx, mail.registrationId, new Date());
  return issuePass(tx, mail.registrationId, { proved: true });
}

async function loadAbout(tx: Tx, registrationId: string, dateId: string | null) {
  return selectStanding(tx, registrationId, dateId)
    .innerJoin("persons", "persons.id", "events.acts_as")
    .select([
      "persons.email as organizerEmail",
      "e.registrar",
      "e.link_by_mail as linkByMail",
      "e.move_id as moveId",
      sql<boolean>`coalesce(e.state = 'enrolled', false)`.as("hasLink"),
      "events.id as eventId",
      "events.mails_off as mailsOff",
    ])
    .executeTakeFirst();
}
