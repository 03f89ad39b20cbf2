import type { Values } from "./check";

interface Words {
  title: string;
  /** What is well. */
  green: (values: Values) => string;
  /** By reason: what is the matter, and the next step. */
  reasons: Record<string, (values: Values) => readonly [said: string, next: string]>;
}

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
  "client-secret": {
    title: "Client secret",
    green: ({ tenant }) => `Entra takes id and secret at ${tenant}.`,
    reasons: {
      "not-set-up": () => [
        "No Entra is set up: npm start brings its own made-up tenant.",
        "For your own, set ENTRA_TENANT_ID, ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET (README).",
      ],
      wrong: ({ tenant, code }) => [
        `The secret is not the one that Entra knows (${code}, ${tenant}).`,
        "Put the secret's value, not its id, into ENTRA_CLIENT_SECRET. If it is lost, make a new one: Entra admin centre, App registrations, yours, Certificates & secrets. Restart.",
      ],
      expired: ({ tenant, code }) => [
        `The secret has run out (${code}, ${tenant}). Places are taken, links wait.`,
        "Make a new one (Certificates & secrets), set ENTRA_CLIENT_SECRET, restart; what waits follows within five minutes.",
      ],
      "unknown-client": ({ tenant, code }) => [
        `Tenant ${tenant} doesn't know this application (${code}).`,
        "Compare ENTRA_CLIENT_ID with the registration's Application (client) ID. With several tenants, an administrator of each has to consent to it once.",
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
        "Set MAIL_FROM to an address that the account may send as, or have it allowed. Restart.",
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
};

/** What any check says when it broke itself. */
export const FAILED: Words["reasons"][string] = ({ type }) => [
  `It could not be looked at (${type}).`,
  "Ask again; if it stays so, the log of Usher has more.",
];
