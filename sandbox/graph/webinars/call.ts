import type { Context } from "../../context.ts";
import type { Call } from "../../http.ts";
import type { Caller } from "../caller.ts";

export interface VirtualEventCall {
  context: Context;
  caller: Caller;
  call: Call;
  version: string;
  /** Below `/solutions`. */
  path: string[];
}

/** What lets either kind of caller read. */
export const READ = {
  delegated: ["VirtualEvent.Read", "VirtualEvent.ReadWrite"],
  application: ["VirtualEvent.Read.All"],
};
