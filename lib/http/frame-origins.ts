/** A scheme, a name and perhaps a port: nothing in it can end a directive or begin another. */
const ORIGIN =
  /^https?:\/\/(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?$/;

/** May this stand in a policy as the origin of a page that frames one of ours? */
export function isFrameOrigin(text: string): boolean {
  return text.length <= 260 && ORIGIN.test(text);
}
