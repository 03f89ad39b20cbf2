import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { simpleParser } from "mailparser";

export interface Attachment {
  filename: string;
  contentType: string;
  /** Base64. */
  content: string;
}

export interface Message {
  id: string;
  /** Of the order of arrival. */
  seq: number;
  /** As the header says it, such as `"Ines Castillo" <desk@usher.example>`. */
  from: string;
  envelopeFrom: string;
  /** Whom it was delivered to: the envelope's recipients. */
  to: string[];
  subject: string;
  text: string;
  html: string;
  attachments: Attachment[];
  /** By lower-case name; a repeated header's values are joined by line breaks. */
  headers: Record<string, string>;
  date: string;
  /** Marked by whoever reads the mailbox by IMAP. */
  seen?: boolean;
  raw: string;
}

export interface Envelope {
  from: string;
  to: string[];
}

/** The mailbox of everybody: one file a message, all of them in memory. */
export class MailStore {
  #messages: Message[] = [];
  #directory: string | undefined;
  /** While it stays, no number of a message is given again (IMAP's UIDVALIDITY). */
  validity = Math.floor(Date.now() / 1000);

  constructor(directory: string | undefined) {
    this.#directory = directory;
  }

  async load(): Promise<void> {
    if (this.#directory === undefined) return;
    await mkdir(this.#directory, { recursive: true });
    for (const name of (await readdir(this.#directory)).filter((each) => each.endsWith(".json"))) {
      try {
        this.#messages.push(
          JSON.parse(await readFile(join(this.#directory, name), "utf8")) as Message,
        );
      } catch {
        // Cut off while it was written: it was never acknowledged.
      }
    }
    this.#messages.sort((a, b) => a.seq - b.seq);
  }

  async receive(raw: Buffer, envelope: Envelope): Promise<Message> {
    const parsed = await simpleParser(raw);
    const headers: Record<string, string> = {};
    for (const { key, line } of parsed.headerLines) {
      const value = line.slice(line.indexOf(":") + 1).trim();
      headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
    }
    const message: Message = {
      id: randomUUID(),
      seq: (this.#messages.at(-1)?.seq ?? 0) + 1,
      from: parsed.from?.text ?? envelope.from,
      envelopeFrom: envelope.from,
      to: envelope.to,
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
      html: parsed.html || "",
      attachments: parsed.attachments.map((attachment) => ({
        filename: attachment.filename ?? "attachment",
        contentType: attachment.contentType,
        content: attachment.content.toString("base64"),
      })),
      headers,
      date: new Date().toISOString(),
      raw: raw.toString("latin1"),
    };
    this.#messages.push(message);
    await this.#keep(message);
    return message;
  }

  async markSeen(message: Message): Promise<void> {
    message.seen = true;
    await this.#keep(message);
  }

  async #keep(message: Message): Promise<void> {
    if (this.#directory === undefined) return;
    await writeFile(join(this.#directory, `${message.id}.json`), JSON.stringify(message));
  }

  /** Newest first. */
  find(
    filter: { to?: string | null; text?: string | null; subject?: string | null } = {},
  ): Message[] {
    const to = filter.to?.toLowerCase();
    const text = filter.text?.toLowerCase();
    const subject = filter.subject?.toLowerCase();
    return this.#messages
      .filter(
        (message) =>
          (!to || message.to.some((address) => address.toLowerCase() === to)) &&
          (!subject || message.subject.toLowerCase().includes(subject)) &&
          (!text ||
            `${message.subject} ${message.from} ${message.to.join(" ")} ${message.text}`
              .toLowerCase()
              .includes(text)),
      )
      .reverse();
  }

  get(id: string): Message | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  newest(): Message | undefined {
    return this.#messages.at(-1);
  }

  recipients(): string[] {
    return [
      ...new Set(this.#messages.flatMap((message) => message.to.map((to) => to.toLowerCase()))),
    ].sort();
  }

  async clear(): Promise<void> {
    const gone = this.#messages;
    this.#messages = [];
    this.validity += 1;
    const directory = this.#directory;
    if (directory === undefined) return;
    await Promise.all(gone.map(({ id }) => rm(join(directory, `${id}.json`), { force: true })));
  }
}
