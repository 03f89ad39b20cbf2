import { z } from "zod";
import type { SealedCookie } from "./sealed-cookie";

/** Who has to sign in for a reconnect to be one: another person's grant does not mend theirs. */
export const reconnectTarget: SealedCookie<{ tid: string; oid: string }> = {
  name: "usher-reconnect",
  shape: z.object({ tid: z.string(), oid: z.string() }),
};
