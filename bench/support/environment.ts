import { randomBytes } from "node:crypto";
import os from "node:os";
import { resetEnv } from "@/lib/env";
import { tidewater } from "../../sandbox/people.ts";
import type { BenchSandbox } from "./sandbox";

const TOKEN_KEYS = randomBytes(32).toString("base64");
const NEXTAUTH_SECRET = randomBytes(24).toString("base64");

/**
 * What every process of a bench is set up with, this one included, so that each opens what another
 * has sealed. Nothing of this machine's own Usher gets in.
 */
export function benchEnvironment(databaseUrl: string, sandbox: BenchSandbox | null) {
  const nowhere = "http://127.0.0.1:9";
  const settings = {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    DATA_DIR: os.tmpdir(),
    LOG_LEVEL: "warn",
    TOKEN_KEYS,
    NEXTAUTH_SECRET,
    NEXTAUTH_URL: "http://localhost:3000",
    ENTRA_TENANT_ID: tidewater.id,
    ENTRA_CLIENT_ID: sandbox?.urls.clientId ?? "nobody",
    ENTRA_CLIENT_SECRET: sandbox?.urls.clientSecret ?? "nothing",
    ENTRA_AUTHORITY: sandbox?.urls.entraUrl ?? nowhere,
    GRAPH_URL: sandbox?.urls.graphUrl ?? nowhere,
    SMTP_URL: sandbox?.urls.smtpUrl ?? "smtp://127.0.0.1:9",
    MAIL_FROM: "Usher <usher@usher.test>",
  };
  Object.assign(process.env, settings);
  resetEnv();
  return settings;
}
