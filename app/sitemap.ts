import type { MetadataRoute } from "next";
import { env } from "@/lib/env";
import { readListed } from "@/lib/events/read-listed";

export const dynamic = "force-dynamic";

/** The front page and every event that wants to be found. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const { publicUrl } = env();
  const pages = await readListed(new Date());
  return [
    { url: publicUrl },
    ...pages.map(({ slug, changedAt }) => ({
      url: `${publicUrl}/e/${slug}`,
      lastModified: changedAt,
    })),
  ];
}
