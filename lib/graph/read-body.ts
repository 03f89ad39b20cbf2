const FOUR_MEGABYTES = 4 * 1024 * 1024;

/**
 * The whole text of an answer. Throws when it is longer than `limit` bytes: nothing Microsoft sends
 * here is, and a gateway gone wild must not fill the memory.
 */
export async function readBody(answer: Response, limit = FOUR_MEGABYTES): Promise<string> {
  if (!answer.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new Error("The answer is too long.");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
