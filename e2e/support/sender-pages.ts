/** Who sends an event's mails, in its states, as stops for whoever visits every page. */
export function senderPages(open: string, draft: string): { name: string; address: string }[] {
  return [
    { name: "sender", address: `${open}/messages/sender` },
    { name: "sender: declined", address: `${open}/messages/sender?asked=declined` },
    { name: "sender: administrator", address: `${open}/messages/sender?asked=admin-consent` },
    { name: "draft's sender", address: `${draft}/messages/sender?did=back` },
  ];
}
