/** Steers a running sandbox from a test, over HTTP. */
import type { FaultRequest } from "./faults.ts";
import type { Cancellation, EntryChange, MeetingChange } from "./graph/change-meeting.ts";
import type { Held } from "./graph/hold-meeting.ts";
import type { WebinarChange, WebinarDecision, WebinarRequest } from "./graph/webinars/control.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Message } from "./mail/store.ts";
import type {
  AttendanceReport,
  CalendarEntry,
  Meeting,
  Registrant,
  Subscription,
  Webinar,
  WebinarRegistration,
} from "./model.ts";
import type { Person, Tenant } from "./people.ts";
import type { Sample } from "./samples.ts";
import type { Settings } from "./settings.ts";

export type SandboxMail = Omit<Message, "raw">;

export interface MeetingRegistrants {
  meetingId: string;
  organizer: string;
  subject: string;
  allowedRegistrant: "everyone" | "organization";
  registrants: Registrant[];
}

export interface Grant {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  scopes: string[];
}

export type SandboxClient = ReturnType<typeof sandboxClient>;

export function sandboxClient(controlUrl: string) {
  async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${controlUrl}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The sandbox answered ${response.status} to ${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
  const part = encodeURIComponent;
  const query = (values: Record<string, string | undefined>) =>
    new URLSearchParams(
      Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );

  const mail = (filter: { to?: string; subject?: string } = {}) =>
    send<SandboxMail[]>("GET", `/mail?${query(filter)}`);

  return {
    people: () => send<{ tenants: Tenant[]; people: Person[] }>("GET", "/people"),
    /** The meeting that the sample event is made from. */
    sample: () => send<Meeting>("GET", "/sample"),
    /** The webinar that the sample event is made from. */
    sampleWebinar: () => send<Webinar>("GET", "/sample-webinar"),
    /** The app's events, one in each state of a page; none while it is still making them. */
    samples: () => send<Sample[]>("GET", "/samples"),
    settings: () => send<Settings>("GET", "/settings"),
    set: (settings: Partial<Settings>) => send<Settings>("POST", "/settings", settings),
    addRedirectUris: (uris: string[]) =>
      send<{ uris: string[] }>("POST", "/redirect-uris", { uris }),
    /** Uploads a certificate to the app registration: what its key signs is the application's. */
    addCertificate: (pem: string) => send<unknown>("POST", "/certificates", { pem }),

    fault: async (request: FaultRequest) =>
      (await send<{ id: string }>("POST", "/faults", request)).id,
    clearFault: (id: string) => send<unknown>("DELETE", `/faults/${part(id)}`),
    clearFaults: () => send<unknown>("DELETE", "/faults"),

    /** Every request to Graph and the token endpoint, after the given `seq`. */
    ledger: (since = 0) => send<LedgerEntry[]>("GET", `/ledger?since=${since}`),
    resetLedger: () => send<unknown>("POST", "/ledger/reset"),
    reset: () => send<unknown>("POST", "/reset"),

    revoke: (oid: string, reason: number, also?: "access") =>
      send<unknown>("POST", `/people/${part(oid)}/revoke`, { reason, also }),
    /** Tokens as a sign-in with consent gives them, without a browser. */
    grant: (oid: string, scopes: string[]) =>
      send<Grant>("POST", `/people/${part(oid)}/grant`, { scopes }),

    meetings: (oid: string) => send<Meeting[]>("GET", `/meetings/${part(oid)}`),
    /** Moved or renamed; a series as a whole. */
    changeMeeting: (id: string, change: MeetingChange) =>
      send<Meeting>("POST", `/meetings/${part(id)}/change`, change),
    /** As Outlook does it unless told otherwise: out of the organizer's calendar, the meeting itself stays. */
    cancelMeeting: (id: string, how: Cancellation = {}) =>
      send<unknown>("POST", `/meetings/${part(id)}/cancel`, how),
    /** What stands in somebody's calendar, masters of series too. */
    calendar: (oid: string) => send<CalendarEntry[]>("GET", `/calendar/${part(oid)}`),
    /** One entry, such as an occurrence, for everybody who has it. */
    changeEntry: (id: string, change: EntryChange) =>
      send<CalendarEntry>("POST", `/calendar/${part(id)}/change`, change),
    /** Deleted by its organizer in Outlook; a series with all its occurrences. */
    deleteEntry: (id: string) => send<unknown>("POST", `/calendar/${part(id)}/delete`),
    /** "This and all following" of a series: another one from this occurrence on. */
    splitSeries: (id: string) => send<CalendarEntry>("POST", `/calendar/${part(id)}/split`),
    /** A meeting or a webinar took place: its attendance report appears. */
    holdMeeting: (id: string, held: Held) =>
      send<AttendanceReport>("POST", `/meetings/${part(id)}/hold`, held),
    deleteMeeting: (id: string) => send<unknown>("POST", `/meetings/${part(id)}/delete`),
    /** All of them, or one organizer's, with their registrations as they are, found already or not. */
    webinars: async (oid?: string) =>
      (await send<Webinar[]>("GET", "/webinars")).filter(
        ({ organizer }) => oid === undefined || organizer === oid,
      ),
    webinar: (id: string) => send<Webinar>("GET", `/webinars/${part(id)}`),
    makeWebinar: (webinar: WebinarRequest) => send<Webinar>("POST", "/webinars", webinar),
    /** Moved, renamed, published, cancelled … as its organizer does it in Teams. */
    changeWebinar: (id: string, change: WebinarChange) =>
      send<Webinar>("POST", `/webinars/${part(id)}/change`, change),
    deleteWebinar: (id: string) => send<unknown>("POST", `/webinars/${part(id)}/delete`),
    /** What the organizer, or the line, decides about one registration. */
    decideRegistration: (
      webinarId: string,
      registrationId: string,
      status: WebinarDecision["status"],
    ) =>
      send<WebinarRegistration>("POST", `/webinars/${part(webinarId)}/decide`, {
        registrationId,
        status,
      }),
    /** An access policy for this organizer, which works after a while; up to 30 minutes at Microsoft. */
    coverOrganizer: (oid: string, afterMs = 0) =>
      send<unknown>("POST", `/people/${part(oid)}/policy`, { covered: true, afterMs }),
    uncoverOrganizer: (oid: string) =>
      send<unknown>("POST", `/people/${part(oid)}/policy`, { covered: false }),
    /** What an administrator lets the application do from the next token on; null: it isn't in that directory. */
    setRoles: (tid: string, roles: string[] | null) =>
      send<unknown>("POST", `/tenants/${part(tid)}/roles`, { roles }),

    /** Who is told of changes, and how often that went well. */
    subscriptions: () => send<Subscription[]>("GET", "/subscriptions"),

    registrants: () => send<MeetingRegistrants[]>("GET", "/registrants"),
    deleteRegistration: (meetingId: string) =>
      send<unknown>("POST", `/registrations/${part(meetingId)}/delete`),

    /** Newest first. */
    mail,
    clearMail: () => send<unknown>("DELETE", "/mail"),
    /**
     * The newest mail to this address, once there are as many as wanted. Everybody's mails leave in
     * one line: a hundred of another test's may stand before it.
     */
    async waitForMail(
      filter: { to: string; subject?: string; count?: number },
      timeoutMs = 90_000,
    ): Promise<SandboxMail> {
      const { count = 1, ...find } = filter;
      const until = Date.now() + timeoutMs;
      for (;;) {
        const found = await mail(find);
        const [newest] = found;
        if (newest !== undefined && found.length >= count) return newest;
        if (Date.now() > until) {
          throw new Error(
            `No mail to ${filter.to} within ${timeoutMs} ms (${found.length} of ${count} are there).`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
