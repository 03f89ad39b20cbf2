import path from "node:path";
import type { NextConfig } from "next";

/** As the product's, as far as it touches a posted form. */
const config: NextConfig = {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve("../../..") },
  outputFileTracingRoot: path.resolve("../../.."),
  experimental: { isrFlushToDisk: false, serverActions: { bodySizeLimit: "1mb" } },
  async rewrites() {
    const has = [{ type: "header" as const, key: "x-lang", value: "en" }];
    return {
      beforeFiles: [
        { source: "/:path((?!api/|_next/|en/|.*\\.).+)", has, destination: "/en/:path" },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
};

export default config;
