import { tidewater } from "../people.ts";

/** What the app registration asks of administrators for the application itself. */
export const applicationRoles = [
  "OnlineMeetings.ReadWrite.All",
  "Calendars.Read",
  "User.Read.All",
  "OnlineMeetingArtifact.Read.All",
  "VirtualEvent.Read.All",
  "VirtualEventRegistration-Anon.ReadWrite.All",
];

/** Tidewater's administrator agreed to all of it, Northmoor's was never asked. */
export function defaultRoles(): Record<string, string[]> {
  return { [tidewater.id]: [...applicationRoles] };
}
