import { isIP } from "node:net";
import { z } from "zod";
import { type ClientCertificate, readCertificate } from "@/lib/env-certificate";
import { readSecrets } from "@/lib/env-secrets";
import { OperatorError } from "@/lib/operator-error";

/** What the operator set, parsed once. Every variable is described in README.md. */
export interface Env {
  port: number;
  /** Origin under which browsers reach Usher, without a trailing slash. */
  publicUrl: string;
  authSecret: string;
  /** Empty strings only outside production, where no Entra was set up (nobody can sign in then). */
  entra: {
    tenantId: string;
    clientId: string;
    /** Empty with a certificate alone. */
    clientSecret: string;
    /** Takes the secret's place where both are set. */
    certificate: ClientCertificate | null;
    authority: string;
  };
  graphUrl: string;
  /** Permission that reads the calendar; `Calendars.Read` where ReadBasic leaves join links out. */
  calendarScope: string;
  /** Permission that attendees are asked for, to register themselves where they may; null: none. */
  attendeeScope: string | null;
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  smtpUrl: string;
  mailFrom: string;
  /** Where mails come back to; null: to the address of `mailFrom`. */
  bounceAddress: string | null;
  /** The mailbox in which they lie; null: nobody reads it. */
  bounceImapUrl: string | null;
  /** The mail provider that tells what came back; null: none may. */
  mailEvents: MailEvents | null;
  /** 32 bytes each; the first seals, all open. */
  tokenKeys: readonly Buffer[];
  role: "web" | "worker" | "all";
  /** Tenant ids whose people may be organizers; empty: the one of `entra.tenantId`. */
  organizerTenants: readonly string[];
  organizerRole: string | null;
  /** App role or group whose members see the whole installation's check; null: nobody. */
  administratorRole: string | null;
  /** Addresses or CIDR blocks whose forwarding headers are believed. */
  trustedProxies: readonly string[];
  metricsToken: string | null;
  /** Whom people write to about this site: a mail address or the address of a page. */
  contact: string | null;
  /** The sandbox's mailbox page, while `npm start` runs the sandbox. */
  sandboxUrl: string | null;
  /** NODE_ENV=production with an address that others can reach. */
  production: boolean;
}

const MAIL_PROVIDERS = ["generic", "mailgun", "sendgrid"] as const;

/** A mail provider, and what it proves itself with (lib/mail/bounces/providers.ts). */
export interface MailEvents {
  provider: (typeof MAIL_PROVIDERS)[number];
  secret: string;
}

/** The environment can't be served with; the message is one sentence for the operator. */
export class EnvError extends OperatorError {
  override name = "EnvError";
}

const MICROSOFT_SIGN_IN = "https://login.microsoftonline.com";
const MICROSOFT_GRAPH = "https://graph.microsoft.com";

/** Microsoft's tenant of all personal accounts, which Teams registers nobody for. */
export const PERSONAL_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** An authority that lets in more than one tenant, so that the operator has to say which may publish. */
export function isShared(tenant: string): boolean {
  return tenant === "organizations" || tenant === "common";
}

/** Is this host name the machine itself? */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

const url = (protocols: string[], said: string) =>
  z.string().refine((value) => {
    const parsed = URL.parse(value);
    return parsed !== null && protocols.includes(parsed.protocol) && parsed.host !== "";
  }, `must be ${said}`);

const webUrl = url(["http:", "https:"], "an http or https address");

/** A service that gets secrets: encrypted, unless it runs on this very machine. */
const serviceUrl = webUrl
  .refine((value) => {
    const parsed = URL.parse(value);
    return parsed === null || parsed.protocol === "https:" || isLoopback(parsed.hostname);
  }, "must be https (http is allowed on loopback only)")
  .transform((value) => value.replace(/\/+$/, ""));

/** With user and password; they go unencrypted to this very machine only (read-mailbox.ts). */
const imapUrl = url(["imap:", "imaps:"], "an imaps:// or imap:// address").refine((value) => {
  const parsed = URL.parse(value);
  if (parsed === null) return true;
  const { username, password, pathname } = parsed;
  return [username, password, pathname].every(isDecodable) && username !== "" && password !== "";
}, "must hold user and password, with @, : and / in them escaped (%40, %3A, %2F)");

const mailEvents = z.string().transform((value, context): MailEvents => {
  const [name, secret = ""] = value.trim().split(/:(.*)/s);
  const provider = MAIL_PROVIDERS.find((each) => each === name);
  if (provider && secret.length >= 16) return { provider, secret };
  context.addIssue(
    `must be ${MAIL_PROVIDERS.join(", ")}, a colon and a secret of at least 16 characters`,
  );
  return z.NEVER;
});

const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

/** `tid`s, as tokens name them: a domain would never be equal to one. */
const tenantIds = list
  .transform((values) => values.map((value) => value.toLowerCase()))
  .refine(
    (values) => values.every((value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)),
    "must be comma-separated directory (tenant) ids",
  )
  .refine(
    (values) => !values.includes(PERSONAL_ACCOUNTS),
    "can't hold the tenant of personal accounts: Teams needs work accounts",
  );

const tokenKeys = list.transform((values, context) =>
  values.map((value) => {
    const key = Buffer.from(value, "base64");
    if (key.length !== 32 || !/^[A-Za-z0-9+/_=-]+$/.test(value)) {
      context.addIssue("must be comma-separated base64 keys of 32 bytes each");
    }
    return key;
  }),
);

const proxies = list.refine(
  (values) =>
    values.every((value) => {
      const [address = "", bits, ...rest] = value.split("/");
      const version = isIP(address);
      if (version === 0 || rest.length > 0) return false;
      return bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= (version === 4 ? 32 : 128));
    }),
  "must be comma-separated addresses or CIDR blocks",
);

const variables = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce
    .number("must be a port number")
    .int("must be a port number")
    .min(1, "must be a port number")
    .max(65535, "must be a port number")
    .default(3000),
  NEXTAUTH_URL: webUrl
    .refine((value) => URL.parse(value)?.pathname === "/", "must be an origin, without a path")
    .transform((value) => new URL(value).origin)
    .optional(),
  NEXTAUTH_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  ENTRA_TENANT_ID: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/, "must be a tenant id, a domain, organizations or common")
    // Entra takes any case; what is compared here must not miss that many tenants are let in.
    .transform((value) => value.toLowerCase())
    .refine((value) => value !== "consumers", "can't be consumers: Teams needs work accounts")
    .refine(
      (value) => value !== PERSONAL_ACCOUNTS,
      "can't be the tenant of personal accounts: Teams needs work accounts",
    )
    .optional(),
  ENTRA_CLIENT_ID: z.string().optional(),
  ENTRA_CLIENT_SECRET: z.string().optional(),
  ENTRA_CLIENT_CERTIFICATE: z
    .string()
    .transform((file, context) => {
      const found = readCertificate(file);
      if (typeof found !== "string") return found;
      context.addIssue(found);
      return z.NEVER;
    })
    .optional(),
  ENTRA_AUTHORITY: serviceUrl.default(MICROSOFT_SIGN_IN),
  GRAPH_URL: serviceUrl.default(MICROSOFT_GRAPH),
  ENTRA_CALENDAR_SCOPE: z
    .enum(
      ["Calendars.ReadBasic", "Calendars.Read"],
      "must be Calendars.ReadBasic or Calendars.Read",
    )
    .default("Calendars.ReadBasic"),
  ENTRA_ATTENDEE_SCOPE: z
    .enum(["VirtualEvent.ReadWrite"], "must be VirtualEvent.ReadWrite")
    .optional(),
  DATABASE_URL: url(["postgres:", "postgresql:"], "a postgres:// address").optional(),
  DATA_DIR: z.string().default(".data"),
  SMTP_URL: url(["smtp:", "smtps:"], "an smtp:// or smtps:// address").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, "must be an address, or a name and <address>")
    .optional(),
  BOUNCE_ADDRESS: z
    .string()
    .trim()
    .regex(/^[^\s@<>]+@[^\s@<>]+$/, "must be a mail address")
    .optional(),
  BOUNCE_IMAP_URL: imapUrl.optional(),
  MAIL_EVENTS: mailEvents.optional(),
  TOKEN_KEYS: tokenKeys.optional(),
  USHER_ROLE: z.enum(["web", "worker", "all"], "must be web, worker or all").default("all"),
  ORGANIZER_TENANTS: tenantIds.optional(),
  ORGANIZER_ROLE: z.string().optional(),
  ADMINISTRATOR_ROLE: z.string().optional(),
  TRUSTED_PROXIES: proxies.optional(),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  OPERATOR_CONTACT: z
    .string()
    .trim()
    .regex(
      /^(?:https?:\/\/[^\s/]+\S*|[^\s@:/<>]+@[^\s@:/<>]+)$/,
      "must be a mail address or an http or https address",
    )
    .optional(),
  USHER_SANDBOX: webUrl.optional(),
});

const ENTRA_NAMES = ["ENTRA_TENANT_ID", "ENTRA_CLIENT_ID", "ENTRA_CLIENT_SECRET"] as const;
const PRODUCTION_NAMES = [
  "TOKEN_KEYS",
  "NEXTAUTH_SECRET",
  "SMTP_URL",
  "MAIL_FROM",
  ...ENTRA_NAMES,
] as const;

/**
 * Reads the environment. Outside production the secrets that are missing are made once and kept
 * in DATA_DIR; in production everything that is missing is named at once.
 * @throws EnvError with one sentence that names each variable that is wrong or missing.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  // Compose files and CI hand over variables that nobody set as empty strings.
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw new EnvError(`${parsed.error.issues.map(sayIssue).join("; ")}.`);
  }
  const set = parsed.data;

  const publicUrl = set.NEXTAUTH_URL ?? `http://localhost:${set.PORT}`;
  const production = set.NODE_ENV === "production" && !isLoopback(new URL(publicUrl).hostname);
  const certificate = set.ENTRA_CLIENT_CERTIFICATE ?? null;
  const entraBegun = certificate !== null || ENTRA_NAMES.some((name) => set[name] !== undefined);
  const needed = production ? PRODUCTION_NAMES : entraBegun ? ENTRA_NAMES : [];
  const missing: string[] = needed.filter(
    (name) => !isSet(set[name]) && !(name === "ENTRA_CLIENT_SECRET" && certificate !== null),
  );
  if (isShared(set.ENTRA_TENANT_ID ?? "") && !isSet(set.ORGANIZER_TENANTS)) {
    missing.push("ORGANIZER_TENANTS");
  }
  if (missing.length > 0) throw new EnvError(sayMissing(missing, production));
  if (set.USHER_ROLE !== "all" && set.DATABASE_URL === undefined) {
    throw new EnvError(
      `USHER_ROLE=${set.USHER_ROLE} needs DATABASE_URL: the embedded database serves one process only.`,
    );
  }

  const complete = set.NEXTAUTH_SECRET !== undefined && isSet(set.TOKEN_KEYS);
  const made = complete ? null : readSecrets(set.DATA_DIR);
  return {
    port: set.PORT,
    publicUrl,
    authSecret: set.NEXTAUTH_SECRET ?? made?.authSecret ?? "",
    entra: {
      tenantId: set.ENTRA_TENANT_ID ?? "",
      clientId: set.ENTRA_CLIENT_ID ?? "",
      clientSecret: set.ENTRA_CLIENT_SECRET ?? "",
      certificate,
      authority: set.ENTRA_AUTHORITY,
    },
    graphUrl: set.GRAPH_URL,
    calendarScope: set.ENTRA_CALENDAR_SCOPE,
    attendeeScope: set.ENTRA_ATTENDEE_SCOPE ?? null,
    databaseUrl: set.DATABASE_URL ?? null,
    dataDir: set.DATA_DIR,
    smtpUrl: set.SMTP_URL ?? "smtp://localhost:1025",
    mailFrom: set.MAIL_FROM ?? "Usher <usher@localhost>",
    bounceAddress: set.BOUNCE_ADDRESS ?? null,
    bounceImapUrl: set.BOUNCE_IMAP_URL ?? null,
    mailEvents: set.MAIL_EVENTS ?? null,
    tokenKeys: set.TOKEN_KEYS?.length ? set.TOKEN_KEYS : made ? [made.tokenKey] : [],
    role: set.USHER_ROLE,
    organizerTenants: set.ORGANIZER_TENANTS ?? [],
    organizerRole: set.ORGANIZER_ROLE ?? null,
    administratorRole: set.ADMINISTRATOR_ROLE ?? null,
    trustedProxies: set.TRUSTED_PROXIES ?? [],
    metricsToken: set.METRICS_TOKEN ?? null,
    contact: set.OPERATOR_CONTACT ?? null,
    sandboxUrl: set.USHER_SANDBOX ?? null,
    production,
  };
}

let parsedEnv: Env | null = null;

/** The environment of this process; parsed at the first call, the same object ever after. */
export function env(): Env {
  parsedEnv ??= readEnv(process.env);
  return parsedEnv;
}

/** Forgets what was parsed, so that a test can set variables. */
export function resetEnv(): void {
  parsedEnv = null;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isSet(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

function sayIssue(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])} ${issue.message}`;
}

function sayMissing(names: string[], production: boolean): string {
  const all = new Intl.ListFormat("en", { type: "conjunction" }).format(names);
  const where = production ? " in production" : "";
  return `Usher can't start${where} without ${all}: set ${names.length === 1 ? "it" : "them"} in the environment.`;
}
