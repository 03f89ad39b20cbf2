import { EnvError, env } from "@/lib/env";
import type { Check } from "./check";

/** Everything else needs the environment: whoever runs checks looks at this one first. */
export const settingsCheck: Check = {
  name: "settings",
  async run() {
    try {
      env();
      return { kind: "green" };
    } catch (error) {
      if (!(error instanceof EnvError)) throw error;
      return { kind: "red", reason: "wrong", by: "operator", values: { sentence: error.message } };
    }
  },
};
