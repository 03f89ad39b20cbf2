import { afterAll, afterEach, beforeEach } from "vitest";
import { resetEnv } from "@/lib/env";
import { countWorkers } from "@/lib/jobs/current";

// A whole environment that reaches nothing: a test that talks to a service starts its own.
Object.assign(process.env, {
  TZ: "UTC",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "a secret for the tests only",
  TOKEN_KEYS: Buffer.alloc(32, 7).toString("base64"),
  ENTRA_TENANT_ID: "7c9f1a52-5d3e-4c7a-9a30-0d5c8b6e1f01",
  ENTRA_CLIENT_ID: "b2f1c0de-0000-4000-8000-000000000001",
  ENTRA_CLIENT_SECRET: "client secret for the tests only",
  ENTRA_AUTHORITY: "http://127.0.0.1:1",
  GRAPH_URL: "http://127.0.0.1:1",
  SMTP_URL: "smtp://127.0.0.1:1",
  MAIL_FROM: "Usher <usher@usher.test>",
  // Only describeDatabases opens a database.
  DATA_DIR: "/dev/null/no-database-outside-of-describeDatabases",
});
delete process.env.DATABASE_URL;
resetEnv();

// What a test prints as a fault is one, unless the test expects it (by a spy of its own).
let complaints: string[] = [];
for (const level of ["error", "warn"] as const) {
  const print = console[level];
  console[level] = (...args: unknown[]) => {
    complaints.push(`console.${level}: ${args.map(String).join(" ")}`);
    print(...args);
  };
}

beforeEach(() => {
  complaints = [];
});

afterEach(() => {
  if (complaints.length > 0) throw new Error(`Unexpected output.\n${complaints.join("\n")}`);
});

afterAll(() => {
  if (countWorkers() > 0) throw new Error("A worker was left running: await its stop().");
});
