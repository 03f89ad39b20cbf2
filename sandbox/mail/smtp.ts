import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Context } from "../context.ts";
import type { Fault } from "../faults.ts";
import { comesBack, returnMail } from "./return-mail.ts";

const MAX_BYTES = 30 * 1024 * 1024;

export interface SmtpService {
  port: number;
  stop(): Promise<void>;
}

/** Takes every mail for everybody, over loopback, unless a fault says otherwise. */
export async function startSmtp(context: Context, port: number): Promise<SmtpService> {
  /** By the client's port, which a session names: smtp-server itself hands out no socket. */
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    hideDSN: false,
    logger: false,
    size: MAX_BYTES,
    closeTimeout: 200,
    banner: "Usher sandbox",
    onRcptTo(address, session, done) {
      void refuseRecipient(context, address.address, session).then((refusal) => done(refusal));
    },
    onData(stream, session, done) {
      receive(context, stream, session, () =>
        sockets.get(session.remotePort)?.resetAndDestroy(),
      ).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  // A client that goes away, or is thrown out by a fault, is nobody's problem here.
  server.on("error", () => {});
  server.server.on("connection", (socket) => {
    const client = socket.remotePort;
    if (client === undefined) return;
    sockets.set(client, socket);
    socket.once("close", () => sockets.delete(client));
  });
  const listener = server.listen(port, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The faults that wait for the message's end, by session. */
const pending = new WeakMap<SMTPServerSession, Fault>();

async function refuseRecipient(
  context: Context,
  recipient: string,
  session: SMTPServerSession,
): Promise<Error | null> {
  const fault = context.faults.take({
    service: "smtp",
    method: "RCPT",
    path: recipient,
    recipient,
  });
  if (fault === null) return null;
  switch (fault.kind) {
    case "status":
      return smtpError(fault.status, typeof fault.body === "string" ? fault.body : undefined);
    case "throttle":
      return smtpError(451, "4.7.1 Try again later");
    case "delay":
      await sleep(fault.ms);
      return null;
    default:
      pending.set(session, fault);
      return null;
  }
}

async function receive(
  context: Context,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  drop: () => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw smtpError(552, "Message is too large");
  const fault = pending.get(session);
  pending.delete(session);
  const keeps =
    fault === undefined ||
    fault.kind === "done-but-unanswered" ||
    ("perform" in fault && fault.perform);
  if (keeps) {
    const { mailFrom, rcptTo, dsn } = session.envelope;
    const from = mailFrom === false ? "" : mailFrom.address;
    const raw = Buffer.concat(chunks);
    const to = rcptTo.map(({ address }) => address);
    const arrives = to.filter((address) => !comesBack(address));
    if (arrives.length > 0) await context.mail.receive(raw, { from, to: arrives });
    const asked = { envelopeId: dsn?.envid ?? undefined, headersOnly: dsn?.ret === "HDRS" };
    // A report that can't be delivered has no sender, and nobody is told of it.
    for (const address of to.filter((each) => comesBack(each) && from !== ""))
      await context.mail.receive(returnMail(raw, { from, to: address, asked }), {
        from: "",
        to: [from],
      });
  }
  if (fault === undefined) return;
  if (fault.kind !== "hang") drop();
  await new Promise(() => {});
}

function smtpError(responseCode: number, message?: string): Error {
  const text =
    message ??
    (responseCode >= 500 ? "5.1.1 No such mailbox here" : "4.3.0 Temporary failure, try again");
  return Object.assign(new Error(text), { responseCode });
}
