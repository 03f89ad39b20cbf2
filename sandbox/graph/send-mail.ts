import { createTransport } from "nodemailer";
import { type Answer, isJson } from "../http.ts";
import { comesBack, returnMail } from "../mail/return-mail.ts";
import { textOfHtml } from "../mail/text-of-html.ts";
import type { Person } from "../people.ts";
import { type JsonObject, readBody, refuseUnknownFields } from "./body.ts";
import { GraphError } from "./errors.ts";
import type { MeetingCall } from "./online-meetings.ts";

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_HEADERS = 5;
const MESSAGE_FIELDS = [
  "subject",
  "body",
  "toRecipients",
  "ccRecipients",
  "bccRecipients",
  "replyTo",
  "from",
  "importance",
  "attachments",
  "internetMessageHeaders",
];

interface Recipient {
  name: string;
  address: string;
}

/**
 * `POST /me/sendMail` with JSON: 202 and no body, and the mail comes from the mailbox's own address. There
 * are no Sent Items here; what was asked of them is in the ledger.
 */
export async function sendMail(on: MeetingCall): Promise<Answer> {
  const { call, caller, organizer, context } = on;
  if (call.method !== "POST")
    throw new GraphError(405, `The method ${call.method} is not supported for this resource.`);
  if (caller.kind !== "delegated" || !caller.scopes.includes("Mail.Send"))
    throw new GraphError(
      403,
      "Access is denied. Check credentials and try again.",
      "ErrorAccessDenied",
    );
  if (organizer.email === null)
    throw new GraphError(
      404,
      "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
      "MailboxNotEnabledForRESTAPI",
    );
  const message = readMessage(on, { ...organizer, email: organizer.email });
  const wait = context.throttle.check(
    `mailbox ${organizer.oid}`,
    context.settings.mailboxLimit && {
      calls: context.settings.mailboxLimit.messages,
      windowSeconds: context.settings.mailboxLimit.windowSeconds,
    },
    Date.now(),
  );
  if (wait !== null)
    throw new GraphError(
      429,
      "Application is over its MailboxConcurrency limit.",
      "ApplicationThrottled",
      { "retry-after": String(wait) },
    );
  await deliver(on, message);
  return { status: 202, body: "" };
}

type Message = Parameters<ReturnType<typeof createTransport>["sendMail"]>[0] & {
  from: Recipient;
  to: Recipient[];
};

function readMessage({ call }: MeetingCall, sender: Person & { email: string }): Message {
  if (!isJson(call)) throw new GraphError(415, "The request body must be application/json.");
  if (Buffer.byteLength(call.body) > MAX_BYTES)
    throw new GraphError(413, "The request is too large.", "RequestEntityTooLarge");
  const request = readBody(call);
  refuseUnknownFields(request, ["message", "saveToSentItems"], "microsoft.graph.sendMail");
  if (typeof (request.saveToSentItems ?? true) !== "boolean")
    throw unread("Cannot convert a value to target type 'Edm.Boolean'.");
  const message = objectOf(request.message, "message");
  refuseUnknownFields(message, MESSAGE_FIELDS, "microsoft.graph.message");
  if (message.from !== undefined && recipientOf(message.from).address !== sender.email)
    throw new GraphError(
      403,
      "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.",
      "ErrorSendAsDenied",
    );
  const body = objectOf(message.body, "body");
  const { contentType, content } = body;
  if (typeof content !== "string") throw unread("A body has its content as text.");
  const isHtml = /^html$/i.test(String(contentType));
  if (!isHtml && !/^text$/i.test(String(contentType)))
    throw unread(`'${String(contentType)}' is not a value of 'microsoft.graph.bodyType'.`);
  const to = listOf(message.toRecipients).map(recipientOf);
  if (to.length === 0 || to.some(({ address }) => !/^[^\s@<>]+@[^\s@<>]+$/.test(address)))
    throw new GraphError(400, "At least one recipient isn’t valid.", "ErrorInvalidRecipients");
  return {
    from: { name: sender.name, address: sender.email },
    to,
    replyTo: listOf(message.replyTo).map(recipientOf),
    subject: typeof message.subject === "string" ? message.subject : "",
    ...(isHtml ? { html: content, text: textOfHtml(content) } : { text: content }),
    headers: headersOf(message.internetMessageHeaders),
    attachments: listOf(message.attachments).map(attachmentOf),
  };
}

function headersOf(value: unknown): { key: string; value: string }[] {
  const headers = listOf(value).map((each) => {
    const { name, value } = objectOf(each, "internetMessageHeaders");
    if (typeof name !== "string" || !/^x-/i.test(name))
      throw new GraphError(
        400,
        `The internet message header name '${String(name)}' should start with 'x-' or 'X-'.`,
        "InvalidInternetMessageHeader",
      );
    if (typeof value !== "string") throw unread("A header's value is text.");
    return { key: name, value };
  });
  if (headers.length > MAX_HEADERS)
    throw new GraphError(
      400,
      `A message takes ${MAX_HEADERS} headers of its own.`,
      "InvalidInternetMessageHeaderCollection",
    );
  return headers;
}

function attachmentOf(value: unknown) {
  const attachment = objectOf(value, "attachments");
  const type = attachment["@odata.type"];
  if (type !== "#microsoft.graph.fileAttachment")
    throw unread(`An attachment of the type '${String(type)}' can't be read here.`);
  const { name, contentType, contentBytes } = attachment;
  if (typeof name !== "string" || name === "")
    throw new GraphError(400, "An attachment has a name.", "ErrorInvalidRequest");
  const bytes = typeof contentBytes === "string" ? contentBytes : "";
  if (bytes === "" || Buffer.from(bytes, "base64").toString("base64") !== bytes)
    throw unread("Cannot convert the literal to the expected type 'Edm.Binary'.");
  return {
    filename: name,
    content: Buffer.from(bytes, "base64"),
    contentType: typeof contentType === "string" ? contentType : "application/octet-stream",
  };
}

/** As a mail server of the organizer's own would: what can't be delivered comes back to them. */
async function deliver({ context }: MeetingCall, message: Message): Promise<void> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message: raw } = await transport.sendMail({ ...message, xMailer: false });
  const from = message.from.address;
  const to = message.to.map(({ address }) => address);
  const arrives = to.filter((address) => !comesBack(address));
  const bytes = raw as Buffer;
  if (arrives.length > 0) await context.mail.receive(bytes, { from, to: arrives });
  for (const address of to.filter(comesBack))
    await context.mail.receive(
      returnMail(bytes, { from, to: address, asked: { headersOnly: false } }),
      { from: "", to: [from] },
    );
}

function recipientOf(value: unknown): Recipient {
  const { name, address } = objectOf(objectOf(value, "recipient").emailAddress, "emailAddress");
  return {
    name: typeof name === "string" ? name : "",
    address: typeof address === "string" ? address : "",
  };
}

function objectOf(value: unknown, name: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw unread(`The property '${name}' is missing, or not an object.`);
  return value as JsonObject;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw unread("A collection was expected.");
  return value;
}

function unread(message: string): GraphError {
  return new GraphError(400, message, "RequestBodyRead");
}
