import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Denied, Stop } from "./stop.mjs";

const execute = promisify(execFile);

/** Entra shows a new object everywhere only after a while; together a minute. */
const TRIES = 12;
const PAUSE_MS = Number(process.env.USHER_ENTRA_PAUSE_MS ?? 5000);

/**
 * Runs the Azure CLI and gives its answer, parsed. Arguments go to it as they are, through no
 * shell; none of them is ever a secret, because other users can read a process's arguments.
 */
export async function az(...args) {
  try {
    const options = { maxBuffer: 64 * 1024 * 1024 };
    const all = [...args, "--only-show-errors", "--output", "json"];
    const { stdout } = await execute("az", all, options);
    return stdout.trim() === "" ? null : JSON.parse(stdout);
  } catch (error) {
    throw explain(error, args);
  }
}

/** Like `az`, for something that was made a moment ago. */
export async function azPatiently(...args) {
  for (let tries = 1; ; tries++) {
    try {
      return await az(...args);
    } catch (error) {
      const unseen = /does not exist|does not reference|not found/i.test(error.message);
      if (!unseen || tries === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

function explain(error, args) {
  if (error.code === "ENOENT") {
    return new Stop(
      "This needs the Azure CLI (`az`): install it, or run this in Azure Cloud Shell, which has it.",
    );
  }
  // Without its output, which may hold a secret.
  const said = (error.stderr ?? "").trim() || "it gave no reason";
  if (/az login/i.test(said)) {
    return new Stop(
      `Not signed in. Run \`az login --allow-no-subscriptions --tenant TENANT\` first. az said: ${said}`,
    );
  }
  if (/insufficient privileges|authorization_requestdenied|forbidden/i.test(said)) {
    return new Denied(
      `Your account may not do this (az ${verb(args)}). It takes the role Application Developer to register an app, and its owner or an Application Administrator to change one. az said: ${said}`,
    );
  }
  return new Stop(`az ${verb(args)} failed: ${said}`);
}

/** The command without its options. */
function verb(args) {
  const end = args.findIndex((arg) => arg.startsWith("-"));
  return args.slice(0, end === -1 ? args.length : end).join(" ");
}
