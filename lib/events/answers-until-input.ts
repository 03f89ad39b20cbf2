import { z } from "zod";

const LOCAL_TIME = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Until when answers may be changed, as its form sends it; `at` is local to the event's zone. */
export const answersUntilInput = z.discriminatedUnion("until", [
  z.object({ until: z.literal("start") }),
  z.object({ until: z.literal("never") }),
  z.object({ until: z.literal("time"), at: z.string().trim().regex(LOCAL_TIME) }),
]);

export type AnswersUntilInput = z.infer<typeof answersUntilInput>;
