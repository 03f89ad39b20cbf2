import { z } from "zod";

/** Events of the app that the front page leads to, each in a state worth seeing. */
export const samplesSchema = z.strictObject({
  samples: z.array(
    z.strictObject({
      /** The state. */
      label: z.string(),
      title: z.string(),
      path: z.string().regex(/^\/e\/[a-z0-9-]+$/),
      passes: z.array(
        z.strictObject({ label: z.string(), path: z.string().regex(/^\/r\/[\w-]+$/) }),
      ),
    }),
  ),
});

export type Sample = z.infer<typeof samplesSchema>["samples"][number];
