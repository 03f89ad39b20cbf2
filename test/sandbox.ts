import { afterAll, beforeAll, beforeEach } from "vitest";
import { resetEnv } from "@/lib/env";
import { closeMail } from "@/lib/mail/transport";
import { beginSession } from "@/lib/organizers/begin-session";
import { type SandboxClient, sandboxClient } from "../sandbox/client.ts";
import { ines, type Person } from "../sandbox/people.ts";
import { type Sandbox, startSandbox } from "../sandbox/start.ts";

/** What a sign-in of an organizer grants. */
export const SCOPES = ["OnlineMeetings.ReadWrite", "Calendars.ReadBasic"];

export interface TestSandbox {
  control: SandboxClient;
  /** The person's id at Usher, signed in and connected. */
  connect(person?: Person, scopes?: string[]): Promise<string>;
  urls(): Sandbox;
}

/**
 * A sandbox for one test file: Entra, Graph and SMTP over real HTTP, as the environment says.
 * Before each test it is back at its seed, without faults, mails or ledger.
 */
export function useSandbox(): TestSandbox {
  let sandbox: Sandbox | undefined;
  let control: SandboxClient | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox();
    control = sandboxClient(sandbox.controlUrl);
    Object.assign(process.env, {
      ENTRA_AUTHORITY: sandbox.entraUrl,
      ENTRA_TENANT_ID: ines.tid,
      ENTRA_CLIENT_ID: sandbox.clientId,
      ENTRA_CLIENT_SECRET: sandbox.clientSecret,
      GRAPH_URL: sandbox.graphUrl,
      SMTP_URL: sandbox.smtpUrl,
    });
    resetEnv();
  });
  beforeEach(async () => {
    await control?.reset();
  });
  afterAll(async () => {
    await closeMail();
    await sandbox?.stop();
  });
  const running = () => {
    if (!sandbox || !control) throw new Error("The sandbox is there in tests and hooks only.");
    return { sandbox, control };
  };
  return {
    urls: () => running().sandbox,
    get control() {
      return running().control;
    },
    async connect(person = ines, scopes = SCOPES) {
      const grant = await running().control.grant(person.oid, scopes);
      const { tid, oid, name, email } = person;
      const session = await beginSession({ tid, oid, name, email, locale: null }, grant);
      return session.person.id;
    },
  };
}
