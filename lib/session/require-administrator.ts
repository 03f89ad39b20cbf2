import { notFound } from "next/navigation";
import { isAdministrator, type Person } from "./current-person";
import { requirePerson } from "./require-person";

/**
 * The administrator who is signed in. Nobody signed in: to sign-in, as everywhere on the desk. Any
 * other organizer: not found, exactly as a page that does not exist.
 */
export async function requireAdministrator(): Promise<Person> {
  const person = await requirePerson();
  return (await isAdministrator()) ? person : notFound();
}
