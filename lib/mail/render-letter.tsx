import type { Letter } from "./letter";

/** The letter as HTML. What it takes loads with the first mail: at the start it would cost half a second. */
export async function renderLetter(letter: Letter): Promise<string> {
  const { LetterHtml, render } = await import("./letter-html");
  return render(<LetterHtml letter={letter} />);
}
