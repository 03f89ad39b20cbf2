import http from "node:http";
import { openDatabase } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";

/*
 * The floor: node:http and the product's own decision with its SQL, and nothing between them. No
 * worker, so no job is tried at once.
 */

/** The fields of a form of ours; nobody else's arrives here. */
function fieldsOf(body: string): Record<string, string> {
  const parts = body.matchAll(/name="([^"]+)"\r\n\r\n([\s\S]*?)\r\n--/g);
  return Object.fromEntries([...parts].map(([, name, value]) => [name, value]));
}

const page = `<form><input name="slug" value="SLUG"/><input name="firstName" value=""/><input name="lastName" value=""/><input name="email" value=""/></form>`;

async function answer(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
  if (req.method === "GET") {
    res.end(page.replace("SLUG", req.url?.split("/").at(-1) ?? ""));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const {
    slug = "",
    firstName = "",
    lastName = "",
    email = "",
  } = fieldsOf(Buffer.concat(chunks).toString());
  const who = { slug, firstName, lastName, email };
  const outcome = await register(
    {
      ...who,
      code: "",
      locale: "en",
      zone: null,
      browser: null,
      handoff: null,
      source: null,
      answers: {},
      formVersion: null,
      trust: "hold",
    },
    new Date(),
  );
  res.writeHead(303, { location: outcome.kind === "registered" ? `/r/${outcome.pass}` : "/no" });
  res.end();
}

await openDatabase();
const server = http.createServer((req, res) => {
  answer(req, res).catch((error: unknown) => {
    console.error(error);
    res.writeHead(500).end();
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.({ type: "ready" }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
