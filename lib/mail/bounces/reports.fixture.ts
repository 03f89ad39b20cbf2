/*
 * Reports as mail servers write them: which parts and fields there are, in which order and with which
 * headers around them. Words, hosts and people are made up.
 */

export interface Sent {
  /** Message-ID, with its angle brackets. */
  messageId: string;
  to: string;
}

const lines = (...all: string[]) => Buffer.from(all.join("\r\n"));

/** What somebody's mail looks like when it comes back whole. */
const original = ({ messageId, to }: Sent) => [
  "From: Tidewater <places@usher.example>",
  `To: Amara Diallo <${to}>`,
  "Subject: You have a place",
  `Message-ID: ${messageId}`,
  `X-Usher-Mail: ${messageId}`,
  "MIME-Version: 1.0",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Join: https://teams.microsoft.com/meet/3811234567890?p=aB3xY9",
  "Your pass: https://usher.example/r/AbCdEfGhIjKlMnOpQrStUv",
  "",
];
const headersOf = (sent: Sent) => original(sent).slice(0, 7);

/** Postfix: text, status, the whole mail; the reply of the other side over several lines. */
export const postfix = (sent: Sent) =>
  lines(
    "Return-Path: <>",
    "Received: by mx.usher.example (Postfix) id 4F2A11C0C7; Thu, 26 Nov 2026 10:00:02 +0000 (UTC)",
    "Date: Thu, 26 Nov 2026 10:00:02 +0000 (UTC)",
    "From: MAILER-DAEMON@mx.usher.example (Mail Delivery System)",
    "Subject: Undelivered Mail Returned to Sender",
    "To: places@usher.example",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=delivery-status;",
    '\tboundary="9E0D31C0C5.1764151202/mx.usher.example"',
    "Content-Transfer-Encoding: 8bit",
    "Message-Id: <20261126100002.4F2A11C0C7@mx.usher.example>",
    "",
    "A MIME-encapsulated message.",
    "",
    "--9E0D31C0C5.1764151202/mx.usher.example",
    "Content-Description: Notification",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    "The mail system at host mx.usher.example could not deliver it.",
    "",
    "--9E0D31C0C5.1764151202/mx.usher.example",
    "Content-Description: Delivery report",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.usher.example",
    "X-Postfix-Queue-ID: 9E0D31C0C5",
    "X-Postfix-Sender: rfc822; places@usher.example",
    "Arrival-Date: Thu, 26 Nov 2026 10:00:01 +0000 (UTC)",
    "",
    `Final-Recipient: rfc822; ${sent.to}`,
    `Original-Recipient: rfc822;${sent.to}`,
    "Action: failed",
    "Status: 5.1.1",
    "Remote-MTA: dns; mail.example.org",
    `Diagnostic-Code: smtp; 550 5.1.1 <${sent.to}>: no such user here,`,
    "    see https://help.example.org/unknown?u=amara and www.example.org/bounce",
    "",
    "--9E0D31C0C5.1764151202/mx.usher.example",
    "Content-Description: Undelivered Message",
    "Content-Type: message/rfc822",
    "Content-Transfer-Encoding: 8bit",
    "",
    ...original(sent),
    "",
    "--9E0D31C0C5.1764151202/mx.usher.example--",
    "",
  );

/** Exchange Online: alternative texts first, its own fields in the status, the mail's headers alone. */
export const exchange = (sent: Sent) =>
  lines(
    "From: postmaster@tidewater.example",
    "To: places@usher.example",
    "Date: Thu, 26 Nov 2026 10:00:04 +0000",
    'Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="b1_5f2c"',
    "X-MS-Exchange-Message-Is-Ndr:",
    "Content-Language: en-GB",
    "Message-ID: <1f0b7e2c-8a51-4a42-b0c1-62fb3a1c9d10@AM0PR0000MB0000.eurprd00.prod.outlook.example>",
    `In-Reply-To: ${sent.messageId}`,
    `References: ${sent.messageId}`,
    "Subject: Undeliverable: You have a place",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "",
    "--b1_5f2c",
    'Content-Type: multipart/alternative; differences=Content-Type;\r\n\tboundary="b2_5f2c"',
    "",
    "--b2_5f2c",
    'Content-Type: text/plain; charset="us-ascii"',
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "It could not be delivered=2E",
    "",
    "--b2_5f2c",
    'Content-Type: text/html; charset="us-ascii"',
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "<html><body>It could not be delivered=2E</body></html>",
    "",
    "--b2_5f2c--",
    "",
    "--b1_5f2c",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns;AM0PR0000MB0000.eurprd00.prod.outlook.example",
    "Received-From-MTA: dns;usher.example",
    "Arrival-Date: Thu, 26 Nov 2026 10:00:03 +0000",
    "",
    `Original-Recipient: rfc822;${sent.to}`,
    `Final-Recipient: rfc822;${sent.to}`,
    "Action: failed",
    "Status: 5.2.2",
    "Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceeded",
    "X-Display-Name: Amara Diallo",
    "",
    "--b1_5f2c",
    "Content-Type: text/rfc822-headers",
    "",
    ...headersOf(sent),
    "",
    "--b1_5f2c--",
    "",
  );

/** Gmail: related pictures in the text, the status with a reply that is folded, the mail's headers as a message. */
export const gmail = (sent: Sent) =>
  lines(
    "Return-Path: <>",
    "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
    "To: places@usher.example",
    "Auto-Submitted: auto-replied",
    "Subject: Delivery Status Notification (Delay)",
    `References: ${sent.messageId}`,
    `In-Reply-To: ${sent.messageId}`,
    "X-Failed-Recipients: amara@example.org",
    "Message-ID: <692706a2.050a0220.0.GMR@mx.google.example>",
    "Date: Thu, 26 Nov 2026 02:00:05 -0800 (PST)",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; boundary="00000000000047c4"; report-type=delivery-status',
    "",
    "--00000000000047c4",
    'Content-Type: multipart/related; boundary="00000000000047c5"',
    "",
    "--00000000000047c5",
    'Content-Type: text/plain; charset="UTF-8"',
    "",
    "There was a temporary problem. It is tried for some more hours.",
    "",
    "--00000000000047c5",
    "Content-Type: image/png; name=icon.png",
    "Content-Disposition: attachment; filename=icon.png",
    "Content-Transfer-Encoding: base64",
    "Content-ID: <icon.png>",
    "",
    "iVBORw0KGgo=",
    "--00000000000047c5--",
    "--00000000000047c4",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; googlemail.example",
    "Arrival-Date: Wed, 25 Nov 2026 20:00:01 -0800 (PST)",
    `X-Original-Message-ID: ${sent.messageId}`,
    "",
    `Final-Recipient: rfc822; ${sent.to}`,
    "Action: delayed",
    "Status: 4.4.1",
    "Diagnostic-Code: smtp; The recipient server did not accept our requests to",
    " connect.",
    "Last-Attempt-Date: Thu, 26 Nov 2026 02:00:05 -0800 (PST)",
    "Will-Retry-Until: Fri, 27 Nov 2026 20:00:01 -0800 (PST)",
    "",
    "--00000000000047c4",
    "Content-Type: message/rfc822",
    "",
    ...headersOf(sent),
    "",
    "--00000000000047c4--",
    "",
  );

/** A server that returns nothing of the mail, and calls it as the envelope did. */
export const byEnvelope = (envelopeId: string) =>
  lines(
    "From: postmaster@example.org",
    'Content-Type: multipart/report; report-type="delivery-status"; boundary=x',
    "",
    "--x",
    "Content-Type: message/delivery-status",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(
      [
        "Reporting-MTA: dns; example.org",
        `Original-Envelope-Id: ${envelopeId}`,
        "",
        "Final-Recipient: rfc822; a@example.org",
        "Action: failed",
        "Status: 4.4.7",
        "",
      ].join("\r\n"),
    ).toString("base64"),
    "--x--",
    "",
  );

/** An absence notice: it answers the mail, and reports on nothing. */
export const absence = ({ messageId, to }: Sent) =>
  lines(
    `From: Amara Diallo <${to}>`,
    "To: places@usher.example",
    "Subject: Automatic reply: You have a place",
    `In-Reply-To: ${messageId}`,
    `References: ${messageId}`,
    "Auto-Submitted: auto-replied",
    "Content-Type: text/plain",
    "",
    "I am away. Status: 5.1.1, Action: failed.",
    "",
  );

/** A receipt: a report of another type. */
export const receipt = ({ messageId, to }: Sent) =>
  lines(
    `From: <${to}>`,
    "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    "",
    "--x",
    "Content-Type: message/disposition-notification",
    "",
    `Final-Recipient: rfc822; ${to}`,
    `Original-Message-ID: ${messageId}`,
    "Disposition: automatic-action/MDN-sent-automatically; displayed",
    "",
    "--x",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${messageId}`,
    "",
    "--x--",
    "",
  );

/** Somebody answered one of our mails from the same address, and their answer came back. */
export const answerThatBounced = ({ messageId, to }: Sent) =>
  Buffer.from(
    postfix({ messageId: "<somebody-elses@example.org>", to })
      .toString()
      .replace(
        "X-Usher-Mail: <somebody-elses@example.org>",
        `In-Reply-To: ${messageId}\r\nReferences: ${messageId}`,
      ),
  );
