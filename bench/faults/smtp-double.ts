import net from "node:net";

/** What a mail server does at one point of a conversation. */
export type SmtpAct =
  | { reply: string }
  | { cut: true }
  | { hang: true }
  /** Takes the mail and breaks the connection without a word. */
  | { takeAndCut: true };

export type SmtpStage = "greeting" | "auth" | "mail" | "rcpt" | "data" | "end";

export interface SmtpDouble {
  url: string;
  /** What it does at that stage, until the next call; null: all is well. */
  play(stage: SmtpStage | null, act?: SmtpAct): void;
  /** Mails that it took, as they came. */
  taken: string[];
  /** Nobody listens any more. */
  close(): Promise<void>;
  /** Somebody listens again, at the same address. */
  open(): Promise<void>;
}

/** A mail server that fails to order, at every command; the sandbox's own can't fail at all of them. */
export async function startSmtpDouble(): Promise<SmtpDouble> {
  let stage: SmtpStage | null = null;
  let act: SmtpAct = { reply: "250 ok" };
  let port = 0;
  let server = net.createServer();
  const sockets = new Set<net.Socket>();

  function serve(socket: net.Socket): void {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let rest = "";
    let reading = false;
    const answer = (at: SmtpStage, well: string, mail = "") => {
      const played: SmtpAct = stage === at ? act : { reply: well };
      if ("hang" in played) return;
      const takes = "takeAndCut" in played || ("reply" in played && played.reply.startsWith("2"));
      if (at === "end" && takes) double.taken.push(mail);
      if (!("reply" in played)) return socket.resetAndDestroy();
      socket.write(`${played.reply}\r\n`);
      if (played.reply.startsWith("421")) socket.end();
      reading = at === "data" && played.reply.startsWith("354");
    };
    answer("greeting", "220 double");
    socket.on("data", (chunk) => {
      rest += chunk;
      for (;;) {
        const end = rest.indexOf(reading ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + (reading ? 5 : 2));
        if (reading) {
          reading = false;
          answer("end", "250 taken", line);
        } else take(line);
      }
    });
    function take(line: string): void {
      const command = line.split(" ", 1)[0]?.toUpperCase();
      if (command === "EHLO") socket.write("250-double\r\n250 AUTH PLAIN\r\n");
      else if (command === "AUTH") answer("auth", "235 welcome");
      else if (command === "MAIL") answer("mail", "250 ok");
      else if (command === "RCPT") answer("rcpt", "250 ok");
      else if (command === "DATA") answer("data", "354 go on");
      else socket.write("250 ok\r\n");
    }
  }

  const double: SmtpDouble = {
    url: "",
    taken: [],
    play(at, played) {
      stage = at;
      if (played) act = played;
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open() {
      server = net.createServer(serve);
      await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
      port = (server.address() as net.AddressInfo).port;
      double.url = `smtp://usher:secret@127.0.0.1:${port}`;
    },
  };
  await double.open();
  return double;
}
