/** What came of adding the webinar's questions to the form, as the editor's address says it. */
export const QUESTIONS_NEWS = ["added", "nothing", "changed-meanwhile", "not-addable"] as const;

export interface QuestionsNews {
  kind: (typeof QUESTIONS_NEWS)[number];
  /** So many were added. */
  count: number;
}
