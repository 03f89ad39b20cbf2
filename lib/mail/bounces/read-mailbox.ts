import type { ImapFlow, ImapFlowError } from "imapflow";
import { isLoopback } from "@/lib/env";
import { log } from "@/lib/log";
import { mailLimits } from "../limits";
import type { Bounce } from "./bounce";
import { readReport } from "./read-report";

/** Up to where a mailbox was read: UIDs grow for as long as the validity stays. */
export interface MailboxPosition {
  validity: string;
  uid: number;
}

/** A report on a mail that may be ours, and the message that brought it. */
export interface FoundBounce {
  uid: number;
  bounce: Bounce;
}

/** The mailbox can't be read now. Carries a code and never words, which may repeat an address. */
export class MailboxFault extends Error {
  override name = "MailboxFault";
  readonly reason: "login" | "mailbox" | "tls" | "unreachable";
  readonly code: string;

  constructor(reason: MailboxFault["reason"], code: string) {
    super(`The return mailbox can't be read (${reason}, ${code}).`);
    this.reason = reason;
    this.code = code;
  }
}

/** Messages of one look; the others have to wait for the next. */
const MOST = 500;
/** Of a message: a report and the headers of what it returns come before anything long. */
const MOST_BYTES = 256 * 1024;
/** The first look leaves older ones alone: nobody waits for them any more. */
const FIRST_LOOK_MS = 14 * 24 * 60 * 60_000;

/**
 * Reads what has come since the last look, at the first one what is unseen, and changes nothing there.
 * @throws MailboxFault
 */
export function readMailbox(
  url: string,
  after: MailboxPosition | null,
  signal: AbortSignal,
): Promise<{ found: FoundBounce[]; position: MailboxPosition; more: boolean }> {
  return withMailbox(
    url,
    async (client, { validity, next }) => {
      const last = after?.validity === validity ? after.uid : 0;
      const come = await client.search(
        // Somebody may have read it before Usher: what is new counts, seen or not.
        last > 0
          ? { uid: `${last + 1}:*` }
          : { seen: false, since: new Date(Date.now() - FIRST_LOOK_MS) },
        { uid: true },
      );
      if (!come) throw new MailboxFault("mailbox", "SEARCH");
      // The newest message is in `n:*` even where its UID is smaller than n.
      const uids = come.filter((uid) => uid > last);
      const looked = uids.slice(0, MOST);
      const found: FoundBounce[] = [];
      for (const uid of await reportsAmong(client, looked)) {
        const bounce = await read(client, uid);
        if (bounce) found.push({ uid, bounce });
      }
      const more = uids.length > looked.length;
      const uid = Math.max(last, looked.at(-1) ?? 0, more ? 0 : next - 1);
      return { found, position: { validity, uid }, more };
    },
    signal,
  );
}

/**
 * Marks messages as seen, unless the mailbox has counted them anew meanwhile.
 * @throws MailboxFault
 */
export async function markSeen(url: string, uids: number[], validity: string): Promise<void> {
  await withMailbox(url, async (client, now) => {
    if (now.validity === validity) await client.messageFlagsAdd(uids, ["\\Seen"], { uid: true });
  });
}

/**
 * Connects, signs in and opens the mailbox, and changes nothing.
 * @throws MailboxFault
 */
export async function tryMailbox(url: string): Promise<void> {
  await withMailbox(url, async () => {});
}

async function withMailbox<T>(
  url: string,
  work: (client: ImapFlow, mailbox: { validity: string; next: number }) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { hostname, port, protocol, username, password, pathname } = new URL(url);
  const secure = protocol === "imaps:";
  const isHere = isLoopback(hostname);
  // Read when there is such a mailbox: it is a hundred files, and every start would wait for them.
  const { ImapFlow } = await import("imapflow");
  signal?.throwIfAborted();
  const client = new ImapFlow({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 993 : 143),
    secure,
    // The password goes nowhere unencrypted but to this very machine.
    ...(secure || isHere ? {} : { doSTARTTLS: true }),
    ...(isHere ? { tls: { rejectUnauthorized: false } } : {}),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    connectionTimeout: mailLimits.connectMs,
    greetingTimeout: mailLimits.connectMs,
    socketTimeout: mailLimits.silenceMs,
    disableAutoIdle: true,
    logger: false,
  });
  // What breaks is told by the call that waits for it.
  client.on("error", () => {});
  const close = () => client.close();
  signal?.addEventListener("abort", close);
  try {
    await client.connect();
    const path = decodeURIComponent(pathname.slice(1)) || "INBOX";
    const { uidValidity, uidNext } = await client.mailboxOpen(path);
    const done = await work(client, { validity: String(uidValidity), next: uidNext ?? 1 });
    await client.logout();
    return done;
  } catch (error) {
    throw error instanceof MailboxFault ? error : judge(error as ImapFlowError);
  } finally {
    signal?.removeEventListener("abort", close);
    close();
  }
}

/** Those of the messages whose header says that they report on something. */
async function reportsAmong(client: ImapFlow, uids: number[]): Promise<number[]> {
  if (uids.length === 0) return [];
  const reports: number[] = [];
  const query = { uid: true, headers: ["content-type"] };
  for await (const { uid, headers } of client.fetch(uids, query, { uid: true }))
    if (/^content-type:\s*multipart\/report\b/i.test(headers?.toString("latin1") ?? ""))
      reports.push(uid);
  return reports;
}

async function read(client: ImapFlow, uid: number): Promise<Bounce | null> {
  const part = { start: 0, maxLength: MOST_BYTES };
  const message = await client.fetchOne(String(uid), { source: part }, { uid: true });
  const source = message ? message.source : undefined;
  try {
    return source ? await readReport(source) : null;
  } catch (error) {
    // Anybody may write to that mailbox, whatever they like.
    log.warn({ err: error }, "a message in the return mailbox can't be read");
    return null;
  }
}

function judge(fault: ImapFlowError): MailboxFault {
  const { serverResponseCode, responseStatus } = fault;
  const code = String(serverResponseCode || fault.code || responseStatus || "unknown");
  const said = /^[\w-]{1,60}$/.test(code) ? code : "other";
  if (fault.authenticationFailed) return new MailboxFault("login", said);
  if (fault.tlsFailed || /^(ERR_|CERT_|DEPTH_|UNABLE_|SELF_SIGNED|EPROTO)/.test(said))
    return new MailboxFault("tls", said);
  if (fault.mailboxMissing || responseStatus === "NO") return new MailboxFault("mailbox", said);
  return new MailboxFault("unreachable", said);
}
