/** Text that others wrote (error messages, stacks) can hold what only its holder may see. */
const SECRETS: [RegExp, string][] = [
  // Secret paths and Microsoft's links before addresses: they may contain an encoded one.
  [/https?:\/\/[^\s"'<>]*teams\.(?:microsoft|live)\.com[^\s"'<>]*/gi, "[join link]"],
  [/\/(r|j)\/[A-Za-z0-9_-]{16,}/g, "/$1/[secret]"],
  [/\beyJ[\w-]+\.[\w-]*\.?[\w-]*/g, "[token]"],
  [/\bBearer\s+[^\s"']+/gi, "Bearer [token]"],
  [
    /\b(code|client_secret|refresh_token|access_token|id_token|assertion)=[^\s&"']+/gi,
    "$1=[secret]",
  ],
  [/\/\/[^\s/:@]+:[^\s/@]+@/g, "//[credentials]@"],
  [/[^\s"'<>(),;:=]+(?:@|%40)[^\s"'<>(),;:=]+\.[^\s"'<>(),;:=]+/g, "[address]"],
];

/** Takes addresses, tokens, join links and secret paths out of a text. */
export function scrub(text: string): string {
  return SECRETS.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text);
}
