import type { Translate } from "@/lib/i18n/translator";
import type { MoveProgress } from "@/lib/moving/move-progress";

/** What one end of a move is called: its meeting, or where that stays the same its way in. */
export function endName(
  move: Pick<MoveProgress, "from" | "to">,
  end: "from" | "to",
  words: Translate<"desk">,
): string {
  const isSame = move.from.subject === move.to.subject;
  return isSame ? words(`overview.${move[end].registrar}`) : move[end].subject;
}
