import type { Letter } from "./letter";

/** The letter as HTML. What it takes loads with the first mail: at the start it would cost half a second. */
export async function renderLetter(letter: Letter): Promise<string> {
  const [{ render }, { LetterHtml }] = await Promise.all([
    import("react-email"),
    import("./letter-html"),
  ]);
  return render(<LetterHtml letter={letter} />);
}
