import { type TakenMailEvents, takeMailEvents } from "@/lib/registrations/take-mail-events";

const STATUS: Record<TakenMailEvents["kind"], number> = {
  taken: 204,
  "nothing-here": 404,
  stranger: 401,
  malformed: 400,
};

/** The mail provider of MAIL_EVENTS tells which mails came back. */
export async function POST(request: Request): Promise<Response> {
  const { kind } = await takeMailEvents({
    header: (name) => request.headers.get(name),
    text: await request.text(),
  });
  return new Response(null, { status: STATUS[kind], headers: { "cache-control": "no-store" } });
}
