import type { Problem } from "./problems";

/** What came of asking Microsoft for one more permission, where the page that asked says it itself. */
export const ASKED = ["declined", "admin-consent"] as const satisfies readonly Problem[];

const SAYS_ITSELF = /^\/dashboard\/events\/[0-9a-f-]{36}\/messages\/sender$/;

/**
 * Where somebody is sent who is signed in all the same: to the page that asked, which knows better than
 * the sign-in page what a no means there. Null: the sign-in page says it.
 * @param from path of ours that they came from.
 */
export function whereItIsSaid(problem: Problem, from: string | null): string | null {
  const path = from?.split("?")[0] ?? "";
  const asked = ASKED.find((each) => each === problem);
  return asked && SAYS_ITSELF.test(path) ? `${path}?asked=${asked}` : null;
}
