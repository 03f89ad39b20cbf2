import { parseArgs } from "node:util";

/** `--name value` for each of these names, all numbers. */
export function readNumbers<N extends string>(
  args: string[],
  defaults: Record<N, number>,
): Record<N, number> {
  const options = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ args, options });
  const numbers = { ...defaults };
  for (const [name, value] of Object.entries(values)) {
    const number = Number(value);
    if (!Number.isFinite(number) || number <= 0) throw new Error(`--${name} has to be a number.`);
    numbers[name as N] = number;
  }
  return numbers;
}
