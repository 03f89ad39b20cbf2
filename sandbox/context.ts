import type { Faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import type { MailStore } from "./mail/store.ts";
import type { State } from "./model.ts";
import type { Sample } from "./samples.ts";
import type { Settings } from "./settings.ts";
import type { Throttle } from "./throttle.ts";

/** What every part of one running sandbox is handed. */
export interface Context {
  readonly state: State;
  changed(): void;
  settings: Settings;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly throttle: Throttle;
  /** From when on a policy covers an organizer, by oid, where it was made a moment ago. */
  readonly coveredFrom: Map<string, number>;
  readonly mail: MailStore;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The app registration's certificates, as PEM; a secret goes on working beside them. */
  readonly certificates: string[];
  /** Assertions that were used, by their `jti`. */
  readonly assertions: Set<string>;
  redirectUris: string[];
  readonly appUrl: string | undefined;
  /** The app's events that the front page lists. */
  samples: Sample[];
  /** Known once the server listens, such as `http://127.0.0.1:4711`. */
  base: string;
  smtpUrl: string;
}

export function entraUrl(context: Context): string {
  return `${context.base}/entra`;
}

export function graphUrl(context: Context): string {
  return `${context.base}/graph`;
}
