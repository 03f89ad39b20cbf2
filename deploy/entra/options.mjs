import { parseArgs } from "node:util";
import { REGISTRARS } from "./permissions.mjs";
import { Stop } from "./stop.mjs";

export const HELP = `Makes or brings up to date Usher's app registration in Microsoft Entra ID.

  node deploy/entra/set-up.mjs --url https://usher.example.org [options]

  --url URL            Usher's public address
  --registrars LIST    of external, webinar, direct (default: external,direct)
  --policy WHOM        with webinar: whose webinars Usher may enrol people in; the object id of a
                       group, or "everyone"
  --self-registration  with webinar: attendees of events for the organization agree that Usher
                       registers them with their own account (docs/entra.md says what that asks)
  --new-meetings       organizers may make new meetings from Usher
  --own-mailbox        organizers may have an event's mails sent from their own mailbox
  --calendar NAME      Calendars.ReadBasic (default), or Calendars.Read where join links are missing
  --organizer-tenants LIST
                       ids of the tenants whose people may publish, when there are several
  --tenant ID          stop unless this is the tenant that az is signed in to
  --name NAME          of the app registration (default: Usher)
  --app-id ID          use this app registration, whatever its name and addresses
  --new-secret         make another client secret though there is a valid one
  --certificate FILE   use this PEM file (key and certificate) instead of a client secret: the
                       certificate is uploaded, the key stays where it is
  --out FILE           where Usher's variables go (default: .env)

docs/entra.md says what each permission is for.`;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What was asked for, checked; null when it was help. */
export function readOptions(args) {
  const given = parse(args);
  if (given.help) return null;
  const options = {
    origin: readOrigin(given.url),
    registrars: readList(given.registrars),
    policy: given.policy ?? null,
    selfRegistration: given["self-registration"] ?? false,
    newMeetings: given["new-meetings"] ?? false,
    ownMailbox: given["own-mailbox"] ?? false,
    calendar: given.calendar,
    organizerTenants: readList(given["organizer-tenants"] ?? ""),
    tenant: given.tenant ?? null,
    name: given.name.trim(),
    appId: given["app-id"] ?? null,
    newSecret: given["new-secret"] ?? false,
    certificate: given.certificate ?? null,
    envFile: given.out,
  };
  const strange = options.registrars.filter((name) => !REGISTRARS.includes(name));
  if (strange.length > 0 || options.registrars.length === 0)
    throw new Stop(`--registrars takes ${REGISTRARS.join(", ")}, separated by commas.`);
  if (!["Calendars.ReadBasic", "Calendars.Read"].includes(options.calendar))
    throw new Stop("--calendar is Calendars.ReadBasic or Calendars.Read.");
  // az puts it into a filter as it is, where this would end the text.
  if (options.name === "" || options.name.includes("'"))
    throw new Stop("--name can't be empty and can't hold an apostrophe.");
  for (const id of [options.tenant, options.appId, ...options.organizerTenants]) {
    if (id !== null && !ID.test(id)) throw new Stop(`${id} is not an id.`);
  }
  if (options.newSecret && options.certificate !== null)
    throw new Stop("--new-secret and --certificate: one of them proves who Usher is.");
  if (options.registrars.includes("webinar")) {
    if (options.policy !== "everyone" && !ID.test(options.policy ?? "")) {
      throw new Stop(
        "webinar needs --policy: the object id of the group whose webinars Usher may enrol people in, or everyone.",
      );
    }
  } else if (options.selfRegistration) {
    throw new Stop("--self-registration is for webinar alone: no other registrar needs it.");
  } else if (options.policy !== null) {
    throw new Stop("--policy is for webinar alone; no other registrar acts as the application.");
  }
  return options;
}

function parse(args) {
  const text = { type: "string" };
  const flag = { type: "boolean" };
  try {
    return parseArgs({
      args,
      options: {
        url: text,
        registrars: { type: "string", default: "external,direct" },
        policy: text,
        "self-registration": flag,
        "new-meetings": flag,
        "own-mailbox": flag,
        calendar: { type: "string", default: "Calendars.ReadBasic" },
        "organizer-tenants": text,
        tenant: text,
        name: { type: "string", default: "Usher" },
        "app-id": text,
        "new-secret": flag,
        certificate: text,
        // Not --env-file: Node takes that for itself, wherever it stands.
        out: { type: "string", default: ".env" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new Stop(`${error.message}\n\n${HELP}`);
  }
}

/** Entra takes http for redirects to localhost only. */
function readOrigin(given) {
  let url = null;
  try {
    url = new URL(given ?? "");
  } catch {
    // Said below.
  }
  const safe =
    url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "localhost");
  if (
    !safe ||
    url.pathname !== "/" ||
    url.search !== "" ||
    url.hash !== "" ||
    url.username !== ""
  ) {
    throw new Stop("--url is Usher's address without a path, such as https://usher.example.org.");
  }
  return url.origin;
}

function readList(text) {
  const parts = text.split(",").map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ""))];
}
