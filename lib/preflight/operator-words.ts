import type { Values } from "./check";

interface Words {
  title: string;
  /** What is well. */
  green: (values: Values) => string;
  /** By reason: what is the matter, and the next step. */
  reasons: Record<string, (values: Values) => readonly [said: string, next: string]>;
}

const NOT_SET_UP = () =>
  [
    "No Entra is set up: npm start brings its own made-up tenant.",
    "For your own, set ENTRA_TENANT_ID, ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET (README).",
  ] as const;
const NTP = "Have it synchronized (NTP): sudo timedatectl set-ntp true.";

/** The operator's checks in English, as all that speaks to a terminal. Each reason stands in docs/operations.md. */
export const OPERATOR_WORDS: Record<string, Words> = {
  settings: {
    title: "Settings",
    green: () => "The environment is complete.",
    reasons: {
      wrong: ({ sentence }) => [
        `${sentence}`,
        "Correct it (README, The environment), and ask again.",
      ],
    },
  },
  database: {
    title: "Database",
    green: ({ kind, left }) =>
      left === undefined
        ? `${kind} answers and has this version's migrations.`
        : `The ${kind} one answers and has this version's migrations; its disk has ${left} MB left.`,
    reasons: {
      none: () => [
        "There is none yet: neither DATABASE_URL nor anything in DATA_DIR.",
        "The first start makes one in DATA_DIR. For PostgreSQL, set DATABASE_URL.",
      ],
      busy: () => ["Usher is just starting or stopping.", "Ask again in a moment."],
      version: () => [
        "It is of another version of Usher than this one.",
        "Start this version once: the first process migrates. If a newer one has migrated already, install that one.",
      ],
      unreachable: ({ said }) => [
        `It can't be used (${said}).`,
        'Is it running, and do host, port, user and password of DATABASE_URL fit? From this machine: psql "$DATABASE_URL".',
      ],
      disk: ({ left, enough }) => [
        `The disk of DATA_DIR has ${left} MB left; Usher stops writing at 64.`,
        `Make room there, at least ${enough} MB.`,
      ],
    },
  },
  "public-address": {
    title: "Public address",
    green: ({ address }) => `${address} leads to this Usher.`,
    reasons: {
      unreachable: ({ address, code }) => [
        `${address} doesn't answer (${code}), asked from here.`,
        "Is Usher running, does the name lead to your proxy, and the proxy to PORT? If browsers elsewhere reach it, this machine only can't reach its own public address: then nothing is wrong.",
      ],
      certificate: ({ address, code }) => [
        `The certificate of ${address} isn't valid (${code}).`,
        "Renew it at the proxy, with its whole chain.",
      ],
      redirects: ({ address, status }) => [
        `${address} sends on to somewhere else (${status}).`,
        "Set NEXTAUTH_URL to the address where browsers end up: https, with or without www.",
      ],
      "other-answer": ({ address, status }) => [
        `${address} answers with ${status} instead of Usher.`,
        "Have the proxy hand every path on to PORT, also /api.",
      ],
      "other-instance": ({ address }) => [
        `${address} is answered by something else, or by a Usher with another NEXTAUTH_SECRET.`,
        "Point name and proxy here, and give all processes the same NEXTAUTH_SECRET.",
      ],
    },
  },
  discovery: {
    title: "Entra",
    green: ({ tenant }) => `Entra answers for ${tenant}.`,
    reasons: {
      "not-set-up": NOT_SET_UP,
      unreachable: ({ tenant }) => [
        `Entra doesn't answer (asked for ${tenant}).`,
        "Let this machine reach login.microsoftonline.com and graph.microsoft.com on port 443. Behind a forward proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.",
      ],
      away: ({ code }) => [
        `Entra is out of order, or asks to come later (${code}).`,
        "Wait some minutes and ask again.",
      ],
      "unknown-tenant": ({ tenant, code }) => [
        `Entra knows no tenant ${tenant} (${code}).`,
        "Compare ENTRA_TENANT_ID, or ORGANIZER_TENANTS, with the Directory (tenant) ID in Entra's overview.",
      ],
      "other-cloud": ({ cloud }) => [
        `The tenant lives in another cloud of Microsoft's (${cloud}), which has neither registration nor webinars.`,
        "Nothing is to be done: every page works with Usher's own links.",
      ],
    },
  },
  clock: {
    title: "Clock",
    green: () => "This machine's clock and Entra's agree.",
    reasons: {
      ahead: ({ seconds }) => [`This machine's clock is ${seconds} s ahead of Entra's.`, NTP],
      behind: ({ seconds }) => [
        `This machine's clock is ${seconds} s behind Entra's: sign-ins fail.`,
        NTP,
      ],
      unknown: () => [
        "Entra told no time to compare with.",
        "Look whether the clock is synchronized: timedatectl.",
      ],
    },
  },
  "sign-in": {
    title: "Sign-in",
    green: ({ address }) => `Entra sends people back to ${address}.`,
    reasons: {
      "not-set-up": NOT_SET_UP,
      "no-discovery": () => ["It can't be tried before Entra answers.", "See Entra, above."],
      http: ({ address }) => [
        `NEXTAUTH_URL is ${address}; Entra sends people to https addresses only.`,
        "Put a proxy with TLS before Usher, and set NEXTAUTH_URL to its https address.",
      ],
      redirect: ({ address, code }) => [
        `Entra doesn't know the redirect address ${address} (${code}).`,
        "Add exactly this address: Entra admin centre, App registrations, yours, Authentication, platform Web.",
      ],
      "unknown-client": ({ code }) => [
        `Entra doesn't know this application (${code}).`,
        "Compare ENTRA_CLIENT_ID with the registration's Application (client) ID.",
      ],
      "unknown-tenant": ({ code }) => [
        `Entra knows no such tenant (${code}).`,
        "Compare ENTRA_TENANT_ID with the Directory (tenant) ID in Entra's overview.",
      ],
      "one-tenant": ({ code }) => [
        `The registration is for one tenant only, and ENTRA_TENANT_ID for many (${code}).`,
        "Set ENTRA_TENANT_ID to the tenant, or the registration's supported account types to several organizations.",
      ],
      scope: ({ code }) => [
        `Entra doesn't know a permission that Usher asks for (${code}).`,
        "Compare API permissions with the README, and ENTRA_CALENDAR_SCOPE.",
      ],
      untold: ({ address }) => [
        `Entra didn't tell whether it knows ${address}.`,
        "Compare by hand: App registrations, yours, Authentication, platform Web.",
      ],
    },
  },
  "client-secret": {
    title: "Client secret",
    green: ({ tenant, what }) => `Entra takes id and ${what} at ${tenant}.`,
    reasons: {
      "not-set-up": NOT_SET_UP,
      wrong: ({ tenant, code }) => [
        `The secret is not the one that Entra knows (${code}, ${tenant}).`,
        "Put the secret's value, not its id, into ENTRA_CLIENT_SECRET. If it is lost, make a new one: Entra admin centre, App registrations, yours, Certificates & secrets. Restart.",
      ],
      expired: ({ tenant, code }) => [
        `The secret has run out (${code}, ${tenant}). Places are taken, links wait.`,
        "Make a new one (Certificates & secrets), set ENTRA_CLIENT_SECRET, restart; what waits follows within five minutes.",
      ],
      "certificate-unknown": ({ tenant, code }) => [
        `The certificate is none that Entra knows for this application (${code}, ${tenant}).`,
        "Upload it: Entra admin centre, App registrations, yours, Certificates & secrets; or node deploy/entra/set-up.mjs --certificate FILE.",
      ],
      "certificate-clock": ({ tenant, code }) => [
        `Entra doesn't take what the certificate signed at this time (${code}, ${tenant}).`,
        "Look at Clock, above, and whether the certificate has run out.",
      ],
      "certificate-ended": ({ day }) => [
        `The certificate in ENTRA_CLIENT_CERTIFICATE has run out (${day}). Places are taken, links wait.`,
        "Make a new one, upload it (docs/entra.md, A certificate), put key and certificate into the file, restart; what waits follows within five minutes.",
      ],
      "certificate-ends": ({ day, days }) => [
        `The certificate in ENTRA_CLIENT_CERTIFICATE runs out in ${days} days (${day}).`,
        "Make a new one and upload it beside the old one (docs/entra.md, A certificate), then put it into the file and restart.",
      ],
      "unknown-client": ({ tenant, code }) => [
        `Tenant ${tenant} doesn't know this application (${code}).`,
        "Compare ENTRA_CLIENT_ID with the registration's Application (client) ID. With several tenants, an administrator of each has to consent to it once.",
      ],
      "no-consent": ({ tenant, code, page }) => [
        `Nobody at tenant ${tenant} has consented to this application yet (${code}).`,
        `Open ${page} once, signed in there, and consent.`,
      ],
      "unknown-tenant": ({ tenant, code }) => [
        `There is no tenant ${tenant} to sign in to (${code}).`,
        "Compare ENTRA_TENANT_ID, or ORGANIZER_TENANTS, with the Directory (tenant) ID in Entra's overview.",
      ],
      refused: ({ tenant, code }) => [
        `Entra refuses the application at ${tenant} (${code}).`,
        "Look the code up at login.microsoftonline.com/error.",
      ],
      unreachable: ({ tenant }) => [
        `Entra doesn't answer for ${tenant}, or asks to come later.`,
        "Try again in a few minutes. If it stays so, look whether this machine reaches login.microsoftonline.com on port 443.",
      ],
    },
  },
  application: {
    title: "Webinars",
    green: ({ tenant }) => `Tenant ${tenant} lets the application enrol people in webinars.`,
    reasons: {
      "not-set-up": NOT_SET_UP,
      "other-cloud": () => [
        "This cloud of Microsoft's has no webinars.",
        "Nothing is to be done: every page works with Usher's own links.",
      ],
      "app-unused": ({ tenant, roles, page }) => [
        `Tenant ${tenant} has not agreed to ${roles}: webinars can't have a page there. None has one now.`,
        `If they should: a Privileged Role Administrator of that tenant opens ${page} and agrees.`,
      ],
      "app-consent": ({ tenant, roles, page }) => [
        `Tenant ${tenant} has not agreed to ${roles}: whoever signs up for a webinar there waits for their link.`,
        `A Privileged Role Administrator of that tenant opens ${page} and agrees (the app registration has to ask for these: deploy/entra/set-up.mjs --registrars external,webinar,direct). What waits follows within five minutes.`,
      ],
      "app-kept-out": ({ tenant, code }) => [
        `Tenant ${tenant} gives the application no token (${code}): it is disabled there, or a policy keeps it out.`,
        "An administrator of that tenant looks at it: Entra admin centre, Enterprise applications, Usher, Properties and Sign-in logs (service principal sign-ins).",
      ],
      "app-untold": ({ tenant, page }) => [
        `What tenant ${tenant} has agreed to doesn't show in the token.`,
        `Compare by hand: Enterprise applications, Usher, Permissions. An administrator agrees at ${page}.`,
      ],
      operator: ({ code }) => [
        `Entra doesn't take the application's secret or certificate (${code}).`,
        "See Client secret, above.",
      ],
      away: () => ["Entra doesn't answer, or asks to come later.", "Try again in a few minutes."],
    },
  },
  attendees: {
    title: "Attendees' permission",
    green: ({ tenant, scope }) =>
      `On: members of tenant ${tenant} are asked for ${scope} where they sign up for a webinar of their organization, and it has been given there.`,
    reasons: {
      "not-set-up": NOT_SET_UP,
      "own-off": () => [
        "Off: attendees are asked for nothing but who they are.",
        "Nothing is to be done. ENTRA_ATTENDEE_SCOPE turns it on (docs/entra.md, Attendees who register themselves).",
      ],
      "own-untold": ({ tenant, scope, page }) => [
        `On, and nothing shows yet that tenant ${tenant} agreed to ${scope}: until it has, attendees there are told by Microsoft to ask for approval, and sign in once more without it.`,
        `A Cloud Application Administrator of that tenant opens ${page} and agrees (the app registration has to ask for it: deploy/entra/set-up.mjs --self-registration), or take ENTRA_ATTENDEE_SCOPE out. It shows here when an organizer's access is next renewed, within the hour, or after the first such sign-up.`,
      ],
    },
  },
  mailboxes: {
    title: "Own mailboxes",
    green: ({ count }) =>
      `Mails of events go from ${count === 1 ? "the mailbox of one organizer" : `the mailboxes of ${count} organizers`}.`,
    reasons: {
      "mailboxes-out": ({ count, out }) => [
        `Of ${count} organizers' mailboxes that are to send mails of events, ${out} can't be used now; the mail server sends in their place.`,
        "Nothing is lost. Their organizers see why, and who can mend it, on their event's overview; the log names each trouble (a mailbox can't be used).",
      ],
    },
  },
  "mail-server": {
    title: "Mail server",
    green: ({ server, sender }) =>
      `${server} answers, takes Usher's credentials and ${sender} as the sender.`,
    reasons: {
      "not-set-up": () => [
        "No mail server is set up: npm start brings its own mailbox.",
        "For your own, set SMTP_URL and MAIL_FROM (README).",
      ],
      login: ({ server, code }) => [
        `${server} doesn't take user and password (${code}).`,
        "Correct SMTP_URL (smtps://user:password@host; escape @ and / in them as %40 and %2F), or have the account allowed to send by SMTP. Restart.",
      ],
      sender: ({ server, sender, code }) => [
        `${server} doesn't take ${sender} as a sender (${code}).`,
        "Set MAIL_FROM (and BOUNCE_ADDRESS, if that is set) to an address that the account may send as, or have it allowed. Restart.",
      ],
      later: ({ server, code }) => [
        `${server} asks to come later (${code}).`,
        "Wait some minutes and ask again. If it stays so, ask whoever runs the mail server.",
      ],
      tls: ({ server, code }) => [
        `No encrypted connection to ${server} comes about (${code}).`,
        "Use smtps:// for port 465 and smtp:// for 587; the certificate has to be valid for the host in SMTP_URL.",
      ],
      unreachable: ({ server, code }) => [
        `${server} doesn't answer (${code}).`,
        "Compare host and port of SMTP_URL, and look whether this machine may connect there: many providers block outgoing port 25.",
      ],
    },
  },
  "mail-domain": {
    title: "Mail's domain",
    green: ({ domain }) => `${domain} has SPF and DKIM.`,
    reasons: {
      "no-domain": ({ domain }) => [
        `${domain} is no public domain.`,
        "For mail to the world, MAIL_FROM needs an address at a domain of yours.",
      ],
      untold: ({ domain }) => [
        `DNS didn't tell about ${domain}.`,
        `Ask from elsewhere: dig TXT ${domain}. It should say which servers may send for the domain (v=spf1 …).`,
      ],
      "no-spf": ({ domain }) => [
        `${domain} has no SPF record: mail from it may count as spam.`,
        `Whoever keeps the domain's DNS adds the TXT record that your mail provider names (v=spf1 include:… -all).`,
      ],
      "no-dkim": ({ domain }) => [
        `${domain} seems to have no DKIM key: mail from it may count as spam.`,
        "Turn DKIM on at your mail provider, and add the records that it names.",
      ],
    },
  },
  "return-path": {
    title: "Return path",
    green: ({ server }) => `The return mailbox at ${server} can be read.`,
    reasons: {
      "not-set-up": () => [
        "Nobody tells what comes back later: a mail that was taken counts as sent.",
        "Set BOUNCE_IMAP_URL to the mailbox that mails come back to, or have your mail provider tell (docs/operations.md, Mails that come back).",
      ],
      provider: () => [
        "The mail provider is to tell what comes back; whether it does can't be tried from here.",
        "Compare by hand: its webhook leads to /api/mail-events, and the key in MAIL_EVENTS is its own.",
      ],
      login: ({ server, code }) => [
        `${server} doesn't take user and password of the return mailbox (${code}). Mails go out all the same.`,
        "Correct BOUNCE_IMAP_URL (imaps://user:password@host; escape @ and / in them as %40 and %2F). Google wants an app password; Exchange Online takes no password for IMAP at all. Restart.",
      ],
      mailbox: ({ server, code }) => [
        `${server} doesn't open the return mailbox (${code}). Mails go out all the same.`,
        "Correct the folder at the end of BOUNCE_IMAP_URL; without one it is INBOX. Restart.",
      ],
      tls: ({ server, code }) => [
        `No encrypted connection to ${server} comes about (${code}). Mails go out all the same.`,
        "Use imaps:// for port 993 and imap:// for 143 with STARTTLS; the certificate has to be valid for the host in BOUNCE_IMAP_URL.",
      ],
      unreachable: ({ server, code }) => [
        `${server} doesn't answer (${code}). Mails go out all the same.`,
        "Compare host and port of BOUNCE_IMAP_URL, and look whether this machine may connect there.",
      ],
    },
  },
  "test-message": {
    title: "Test message",
    green: ({ address }) =>
      `The mail server took it for ${address}. Look whether it arrives, and not as spam.`,
    reasons: {
      unreachable: () => ["It didn't go out: the mail server doesn't answer.", "See Mail server."],
      operator: () => [
        "It didn't go out: the mail server refuses user, password or sender.",
        "See Mail server.",
      ],
      later: () => [
        "It didn't go out: the mail server asks to come later.",
        "Try again in some minutes.",
      ],
      refused: ({ address, code }) => [
        `The mail server refuses mail to ${address} (${code}).`,
        "Try another address. If every one outside is refused, have the account allowed to send outside.",
      ],
    },
  },
};

/** What any check says when it broke itself. */
export const FAILED: Words["reasons"][string] = ({ type }) => [
  `It could not be looked at (${type}).`,
  "Ask again; if it stays so, the log of Usher has more.",
];
