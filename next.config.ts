import type { NextConfig } from "next";
import { LOCALES } from "./lib/i18n/locales";

/*
 * Every build gives the public actions the same ids, so that a form opened before a deploy still
 * works after it. The key guards nothing: no action closes over anything (docs/architecture.md).
 * It has to stand in the environment before Next reads this configuration any further.
 */
process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = "dXNoZXItcHVibGljLWFjdGlvbi1pZHMta2VwdC1rZXk=";

/** Every address of a page: not the API, not Next's files, not a file, not an inner address. */
const PAGES = `/:path((?!api/|_next/|(?:${LOCALES.join("|")})(?:/|$)|.*\\.).+)`;

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || ".next",
  poweredByHeader: false,
  // Metadata that came after the rest would come by a script that the policy stops (lib/http/csp.ts).
  htmlLimitedBots: /.*/,
  reactStrictMode: true,
  devIndicators: false,
  // Next would look for a lockfile above this folder, and build from there.
  turbopack: { root: import.meta.dirname },
  // Next would print paths, and a pass's path is its secret.
  logging: { incomingRequests: false },
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@microsoft/microsoft-graph-client",
    "nodemailer",
    "pg",
    "pino",
    "prom-client",
    "satori",
    "sharp",
  ],
  // `npm test` checks types; a build that failed on them would only fail later.
  // Next rewrites the tsconfig it is given, so it gets one of its own that extends ours.
  typescript: { ignoreBuildErrors: true, tsconfigPath: ".build/tsconfig.json" },
  experimental: {
    // Cached pages belong to a process and its database, not to the build's folder.
    isrFlushToDisk: false,
    // A page's code loads with its first request, so that a start takes two seconds and not three.
    preloadEntriesOnStart: false,
    // What lib/http/limit-body.ts lets through.
    serverActions: { bodySizeLimit: "3mb" },
    // Of Next's own modules in a browser, what is used: every page's script is smaller for it.
    turbopackCjsTreeShaking: true,
  },
  async rewrites() {
    // server.ts says the reader's language in this header, whatever the browser sent in it.
    const byLanguage = LOCALES.flatMap((locale) => {
      const has = [{ type: "header" as const, key: "x-lang", value: locale }];
      return [
        { source: "/", has, destination: `/${locale}` },
        { source: PAGES, has, destination: `/${locale}/:path` },
      ];
    });
    // A file that is not there would else be taken for a language.
    const missingFiles = LOCALES.map((locale) => ({
      source: "/:path((?!api/|_next/).*\\..*)",
      has: [{ type: "header" as const, key: "x-lang", value: locale }],
      destination: `/${locale}/:path`,
    }));
    return { beforeFiles: byLanguage, afterFiles: missingFiles, fallback: [] };
  },
};

export default config;
