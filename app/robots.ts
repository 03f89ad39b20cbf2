import type { MetadataRoute } from "next";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

/**
 * What is worth a crawler's time. It keeps nothing secret and no page out of an index: unlisted
 * pages and passes say `noindex` themselves, which only who may fetch them can read.
 */
export default function robots(): MetadataRoute.Robots {
  const { publicUrl } = env();
  return {
    rules: {
      userAgent: "*",
      allow: ["/", "/api/share/", "/api/covers/"],
      disallow: ["/api/", "/dashboard"],
    },
    sitemap: `${publicUrl}/sitemap.xml`,
  };
}
