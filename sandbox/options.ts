import type { Settings } from "./settings.ts";

export interface SandboxOptions {
  /** Where `state.json` and the mailbox are kept. Without it nothing outlives the process. */
  dataDir?: string;
  /** 0 or absent: any free port. */
  port?: number;
  smtpPort?: number;
  imapPort?: number;
  /** The only addresses that a code is ever sent to, compared exactly. */
  redirectUris?: string[];
  /** Shown on the sandbox's pages as the way back. */
  appUrl?: string;
  clientId?: string;
  clientSecret?: string;
  settings?: Partial<Settings>;
}

export const defaultClientId = "5a1d8c0e-0000-4000-8000-75736865720a";
/** With characters that HTTP basic authentication must escape: a client that forgets to is found out. */
export const defaultClientSecret = "sandbox-secret~+value";
export const defaultRedirectUris = [
  "http://localhost:3000/api/auth/callback/entra",
  "http://localhost:3000/api/auth/callback/attendee",
];
