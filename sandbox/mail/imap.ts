import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Context } from "../context.ts";
import type { Message } from "./store.ts";

/** Of every mailbox; its user is the address. */
const PASSWORD = "sandbox";

export interface ImapService {
  port: number;
  stop(): Promise<void>;
}

/**
 * The mailbox by IMAP (RFC 3501), over loopback: everybody's INBOX, with what was sent to their
 * address. Knows what a program needs that reads and marks mail, and says BAD to everything else.
 */
export async function startImap(context: Context, port: number): Promise<ImapService> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that goes away is nobody's problem here.
    socket.on("error", () => {});
    converse(context, socket).catch(() => socket.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface Session {
  user: string | null;
  /** Those of the open mailbox, in their order; null: none is open. */
  open: Message[] | null;
}

async function converse(context: Context, socket: Socket): Promise<void> {
  const session: Session = { user: null, open: null };
  socket.write("* OK The sandbox's mailbox\r\n");
  for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
    const [, tag = "*", text = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
    const [verb = "", ...words] = tokensOf(text);
    const [, uid, command = ""] =
      /^(UID )?(.+)$/i.exec(/^uid$/i.test(verb) ? `UID ${words.shift()}` : verb) ?? [];
    const answer = await obey(context, session, {
      command: command.toUpperCase(),
      byUid: uid !== undefined,
      words,
    });
    // In one piece: the end of an answer would wait for the client to acknowledge its beginning.
    const said = [...answer.lines.map((each) => `* ${each}`), `${tag} ${answer.outcome}`, ""];
    socket.write(Buffer.from(said.join("\r\n"), "latin1"));
    if (command.toUpperCase() === "LOGOUT") socket.end();
  }
}

interface Asked {
  command: string;
  byUid: boolean;
  words: string[];
}

/** Lines are latin1: a message keeps its bytes. */
interface Answer {
  lines: string[];
  outcome: string;
}

const done = (...lines: string[]): Answer => ({ lines, outcome: "OK Done" });
const bad = (why: string): Answer => ({ lines: [], outcome: `BAD ${why}` });

async function obey(context: Context, session: Session, asked: Asked): Promise<Answer> {
  const { command, words } = asked;
  switch (command) {
    case "CAPABILITY":
      return done("CAPABILITY IMAP4rev1");
    case "NOOP":
      return done();
    case "LOGOUT":
      return done("BYE Until next time");
    case "LOGIN":
      if (words[1] !== PASSWORD)
        return { lines: [], outcome: "NO [AUTHENTICATIONFAILED] Not this password" };
      session.user = (words[0] ?? "").toLowerCase();
      return done();
  }
  if (session.user === null) return bad("Sign in first");
  switch (command) {
    case "LIST":
    case "LSUB":
      // An empty name asks for the separator alone.
      return done(words[1] === "" ? `${command} (\\Noselect) "/" ""` : `${command} () "/" INBOX`);
    case "SELECT":
      return select(context, session, words[0] ?? "");
  }
  const { open } = session;
  if (open === null) return bad("Open a mailbox first");
  switch (command) {
    case "SEARCH":
      return search(open, asked);
    case "FETCH":
      return fetch(open, asked);
    case "STORE":
      return store(context, open, asked);
    default:
      return bad("Not known here");
  }
}

function select(context: Context, session: Session, name: string): Answer {
  session.open = null;
  if (name.toUpperCase() !== "INBOX")
    return { lines: [], outcome: "NO [NONEXISTENT] There is only INBOX" };
  session.open = context.mail.find({ to: session.user }).reverse();
  return done(
    "FLAGS (\\Seen)",
    `${session.open.length} EXISTS`,
    "0 RECENT",
    "OK [PERMANENTFLAGS (\\Seen)] These are kept",
    `OK [UIDVALIDITY ${context.mail.validity}] Since it was emptied`,
    `OK [UIDNEXT ${(session.open.at(-1)?.seq ?? 0) + 1}] The next one`,
  );
}

function search(open: Message[], { byUid, words }: Asked): Answer {
  let found = open;
  for (let at = 0; at < words.length; at++) {
    switch (words[at]?.toUpperCase()) {
      case "ALL":
        break;
      case "UNSEEN":
        found = found.filter(({ seen }) => !seen);
        break;
      case "SEEN":
        found = found.filter(({ seen }) => seen);
        break;
      case "UID":
        found = found.filter(inSet(words[++at] ?? "", open, true));
        break;
      case "SINCE": {
        const day = new Date(`${words[++at]} UTC`);
        found = found.filter(({ date }) => new Date(date) >= day);
        break;
      }
      default:
        return bad("No such key");
    }
  }
  const numbers = found.map((message) => (byUid ? message.seq : open.indexOf(message) + 1));
  return done(["SEARCH", ...numbers].join(" "));
}

function fetch(open: Message[], { byUid, words }: Asked): Answer {
  const [set = "", ...items] = words;
  const lines: string[] = [];
  for (const message of open.filter(inSet(set, open, byUid))) {
    const said = new Set([`UID ${message.seq}`]);
    for (const item of itemsOf(items.join(" "))) {
      if (/^UID$/i.test(item)) continue;
      const part = /^FLAGS$/i.test(item) ? flags(message) : section(message, item);
      if (part === null) return bad("No such item");
      said.add(part);
    }
    lines.push(`${open.indexOf(message) + 1} FETCH (${[...said].join(" ")})`);
  }
  return done(...lines);
}

const flags = ({ seen }: Message) => `FLAGS (${seen ? "\\Seen" : ""})`;

/** `BODY.PEEK[]`, `BODY.PEEK[]<0.100>` and `BODY.PEEK[HEADER.FIELDS (a b)]`; nothing is marked as seen. */
function section({ raw }: Message, item: string): string | null {
  const [, name, start, length] = /^BODY\.PEEK\[(.*)\](?:<(\d+)\.(\d+)>)?$/i.exec(item) ?? [];
  if (name === undefined) return null;
  const literal = (text: string) => `{${text.length}}\r\n${text}`;
  if (name === "")
    return start === undefined
      ? `BODY[] ${literal(raw)}`
      : `BODY[]<${start}> ${literal(raw.slice(Number(start), Number(start) + Number(length)))}`;
  const [, fields] = /^HEADER\.FIELDS \((.*)\)$/i.exec(name) ?? [];
  if (fields === undefined) return null;
  const wanted = fields.toLowerCase().split(" ");
  const header = raw.slice(0, raw.indexOf("\r\n\r\n") + 2);
  const lines = header.match(/[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*/g) ?? [];
  const kept = lines.filter((line) => wanted.includes(line.split(":")[0]?.toLowerCase() ?? ""));
  return `BODY[${name}] ${literal(`${kept.join("")}\r\n`)}`;
}

async function store(context: Context, open: Message[], { byUid, words }: Asked): Promise<Answer> {
  const [set = "", operation = "", ...named] = words;
  if (!/^\+FLAGS(\.SILENT)?$/i.test(operation) || named.join(" ") !== "(\\Seen)")
    return bad("Only +FLAGS (\\Seen)");
  const marked = open.filter(inSet(set, open, byUid));
  for (const message of marked) await context.mail.markSeen(message);
  return done(
    ...marked.map(
      (message) => `${open.indexOf(message) + 1} FETCH (UID ${message.seq} ${flags(message)})`,
    ),
  );
}

/** A set such as `1:3,7,9:*`; `*` is the last one there is. */
function inSet(set: string, open: Message[], byUid: boolean): (message: Message) => boolean {
  const numberOf = (message: Message) => (byUid ? message.seq : open.indexOf(message) + 1);
  const last = open.at(-1);
  const end = (text: string) => (text === "*" ? (last ? numberOf(last) : 0) : Number(text));
  const ranges = set.split(",").map((part) => {
    const [from = "", to = from] = part.split(":");
    return [end(from), end(to)].sort((a, b) => a - b);
  });
  return (message) =>
    ranges.some(([from = 0, to = 0]) => numberOf(message) >= from && numberOf(message) <= to);
}

/** Words of a command: quoted ones without their quotation marks; what brackets hold stays together. */
function tokensOf(text: string): string[] {
  return (text.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? []).map((token) =>
    token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token,
  );
}

/** Items of FETCH, with or without parentheses around them. */
function itemsOf(text: string): string[] {
  return text.replace(/^\((.*)\)$/, "$1").match(/[^\s[]+(?:\[[^\]]*\])?(?:<[^>]*>)?/g) ?? [];
}
