import { join } from "node:path";
import { type Context, entraUrl, graphUrl } from "./context.ts";
import { control } from "./control.ts";
import { entraService } from "./entra/service.ts";
import { Faults } from "./faults.ts";
import { graphService } from "./graph/service.ts";
import type { Call, Handler } from "./http.ts";
import { Ledger } from "./ledger.ts";
import { startImap } from "./mail/imap.ts";
import { mailbox } from "./mail/pages.ts";
import { startSmtp } from "./mail/smtp.ts";
import { MailStore } from "./mail/store.ts";
import {
  defaultClientId,
  defaultClientSecret,
  defaultRedirectUris,
  type SandboxOptions,
} from "./options.ts";
import { assets } from "./pages/assets.ts";
import { home } from "./pages/home.ts";
import { webinars } from "./pages/webinars.ts";
import type { Outcome } from "./play-fault.ts";
import { seedCalendars } from "./seed.ts";
import { seedWebinars } from "./seed-webinars.ts";
import { startHttp } from "./server.ts";
import { defaultSettings } from "./settings.ts";
import { openState } from "./state.ts";
import { Throttle } from "./throttle.ts";

export interface SandboxUrls {
  /** For `ENTRA_AUTHORITY`. */
  entraUrl: string;
  /** For `GRAPH_URL`: without a version. */
  graphUrl: string;
  smtpUrl: string;
  mailboxUrl: string;
  controlUrl: string;
  homeUrl: string;
  port: number;
  smtpPort: number;
  /** Everybody's mailbox by IMAP: the user is the address, the password `sandbox`. */
  imapPort: number;
  clientId: string;
  clientSecret: string;
}

export interface Sandbox extends SandboxUrls {
  /** State is on the disk and every port is free again once this is done. */
  stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const store = await openState(options.dataDir);
  const mail = new MailStore(
    options.dataDir === undefined ? undefined : join(options.dataDir, "mail"),
  );
  await mail.load();
  if (seedCalendars(store.state, new Date())) store.changed();
  if (seedWebinars(store.state, new Date())) store.changed();

  const context: Context = {
    state: store.state,
    changed: store.changed,
    settings: { ...defaultSettings, ...options.settings },
    faults: new Faults(),
    ledger: new Ledger(),
    throttle: new Throttle(),
    coveredFrom: new Map(),
    mail,
    clientId: options.clientId ?? defaultClientId,
    clientSecret: options.clientSecret ?? defaultClientSecret,
    certificates: [],
    assertions: new Set(),
    redirectUris: options.redirectUris ?? defaultRedirectUris,
    appUrl: options.appUrl,
    samples: [],
    base: "",
    smtpUrl: "",
  };
  const http = await startHttp(options.port ?? 0, {
    entra: onItsClock(context, (call) => entraService(context, call)),
    graph: onItsClock(context, graphService(context)),
    mailbox: plainly((call) => mailbox(context, call)),
    webinars: plainly((call) => webinars(context, call)),
    control: plainly((call) => control(context, call)),
    assets: plainly(assets),
    "": plainly(async () => home(context)),
  });
  context.base = `http://127.0.0.1:${http.port}`;
  const smtp = await startSmtp(context, options.smtpPort ?? 0).catch(async (error: unknown) => {
    await http.stop();
    throw error;
  });
  context.smtpUrl = `smtp://127.0.0.1:${smtp.port}`;
  const imap = await startImap(context, options.imapPort ?? 0).catch(async (error: unknown) => {
    await Promise.all([http.stop(), smtp.stop()]);
    throw error;
  });

  let stopped: Promise<void> | undefined;
  return {
    entraUrl: entraUrl(context),
    graphUrl: graphUrl(context),
    smtpUrl: context.smtpUrl,
    mailboxUrl: `${context.base}/mailbox`,
    controlUrl: `${context.base}/control`,
    homeUrl: `${context.base}/`,
    port: http.port,
    smtpPort: smtp.port,
    imapPort: imap.port,
    clientId: context.clientId,
    clientSecret: context.clientSecret,
    stop() {
      stopped ??= Promise.all([http.stop(), smtp.stop(), imap.stop()]).then(() => store.flush());
      return stopped;
    },
  };
}

function onItsClock(
  context: Context,
  serve: (call: Call) => Promise<Outcome>,
): (call: Call) => Promise<Outcome> {
  return async (call) => {
    const outcome = await serve(call);
    const date = new Date(Date.now() + context.settings.clockSeconds * 1000).toUTCString();
    if (outcome.answer !== undefined) outcome.answer.headers = { ...outcome.answer.headers, date };
    return outcome;
  };
}

/** For services that no fault is meant for. */
function plainly(handler: Handler): (call: Parameters<Handler>[0]) => Promise<Outcome> {
  return async (call) => ({ wire: "send", answer: await handler(call), performed: true });
}
