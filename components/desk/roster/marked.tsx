/** `text` with the part that the search found marked. */
export function Marked({ text, query }: { text: string; query: string }) {
  const words = query.trim();
  const at = words ? text.toLowerCase().indexOf(words.toLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + words.length)}</mark>
      {text.slice(at + words.length)}
    </>
  );
}
