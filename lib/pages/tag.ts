/** The cache tag of everything that an event's public page is rendered from. */
export function pageTag(slug: string): string {
  return `event:${slug}`;
}
