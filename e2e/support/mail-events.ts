import { product } from "../setup/product";

/** With which a mail provider tells the product what came back. */
export const MAIL_EVENTS_SECRET = "provider-secret-for-the-tests-only";

/** A mail provider tells something, or somebody with another secret or none does; the status. */
export async function tellMailEvents(body: unknown, secret: string | null): Promise<number> {
  const headers = new Headers({ "content-type": "application/json" });
  if (secret !== null) headers.set("authorization", `Bearer ${secret}`);
  const { status } = await fetch(`${product().appUrl}/api/mail-events`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return status;
}

/** That a mail came back: nobody has that address. */
export function noSuchMailbox(messageId: string | undefined) {
  const diagnostic = "smtp; 550 5.1.1 <b>no such user</b>, see https://help.example/x";
  return { events: [{ messageId, event: "failed", status: "5.1.1", diagnostic }] };
}
