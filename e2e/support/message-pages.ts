/** An event's messages in their states, as names and addresses; `open` and `draft` are events' paths. */
export function messagePages(open: string, draft: string): [string, string][] {
  return [
    ["messages", `${open}/messages`],
    ["messages: reminders, in French", `${open}/messages?kind=reminder&lang=fr`],
    ["messages: plain text", `${open}/messages?kind=confirmation&part=text`],
    ["messages: Usher's own words", `${open}/messages?kind=replaced`],
    ["messages: turned off", `${open}/messages?kind=follow_up&did=off`],
    ["draft's messages", `${draft}/messages`],
    ["sender", `${open}/messages/sender`],
    ["sender: declined", `${open}/messages/sender?asked=declined`],
    ["sender: administrator", `${open}/messages/sender?asked=admin-consent`],
    ["draft's sender", `${draft}/messages/sender?did=back`],
  ];
}
