import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentPerson, type Person } from "./current-person";
import { localPath } from "./local-path";

/**
 * Who is signed in; anybody else is sent to sign in and comes back to `from` (else to the page
 * asked for, where server.ts names it). Not inside a `try`: a redirect is thrown.
 */
export async function requirePerson(from?: string): Promise<Person> {
  const person = await currentPerson();
  if (person) return person;
  const back = localPath(from) ?? localPath((await headers()).get("x-path"));
  redirect(back ? `/sign-in?${new URLSearchParams({ from: back })}` : "/sign-in");
}
