/** When a question is asked: an earlier one has one of these answers, or any answer at all. */
export interface Condition {
  question: string;
  is: "answered" | string[];
}

/** Does it hold, where these values stand in the earlier question's fields? As on the page, so on the server. */
export function holds({ is }: Condition, values: readonly string[]): boolean {
  return is === "answered"
    ? values.some((value) => value.trim() !== "")
    : values.some((value) => is.includes(value));
}

/** The field of a question in the public form. */
export function fieldOf(questionId: string): string {
  return `answers.${questionId}`;
}
