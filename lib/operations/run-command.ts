import { OperatorError } from "@/lib/operator-error";

interface Command<Question, Answer> {
  /** Of what was typed; a text says what is wrong with it, `asked` null wants help. */
  parse(typed: readonly string[]): { json: boolean; asked: Question | null } | string;
  usage: string;
  ask(question: Question): Promise<Answer>;
  say(answer: Answer): string;
  exitCodeOf(answer: Answer): number;
}

/**
 * Runs an operator's command to its end: the answer in words, or as JSON with `--json`; 2 for a
 * command that makes no sense, 1 with a sentence for trouble that the operator can mend.
 */
export async function runCommand<Question, Answer>(
  command: Command<Question, Answer>,
): Promise<void> {
  try {
    process.exitCode = await run(command);
  } catch (error) {
    const known = error instanceof OperatorError;
    console.error(known ? error.message : ((error as Error)?.stack ?? String(error)));
    process.exitCode = 1;
  }
}

async function run<Question, Answer>({
  parse,
  usage,
  ask,
  say,
  exitCodeOf,
}: Command<Question, Answer>): Promise<number> {
  const parsed = parse(process.argv.slice(2));
  if (typeof parsed === "string") {
    console.error(`${parsed}\n\n${usage}`);
    return 2;
  }
  if (parsed.asked === null) {
    console.log(usage);
    return 0;
  }
  const answer = await ask(parsed.asked);
  console.log(parsed.json ? JSON.stringify(answer, null, 2) : say(answer));
  return exitCodeOf(answer);
}
