/** Which mailbox it is, without its password: another one is read from its own beginning. */
export function mailboxName(url: string): string {
  const { host, username, pathname } = new URL(url);
  return `${username}@${host}${pathname}`;
}
