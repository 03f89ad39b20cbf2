import { existsSync } from "node:fs";
import path from "node:path";
import { bundleJobs, jobsFile } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { run } from "./run.mjs";

// `npm run jobs`: what waits, is paused, was given up or is broken; `-- retry`, `-- resume`. It
// works on DATABASE_URL, or on DATA_DIR beside the running product.

const say = (text) => console.error(text);
try {
  const envFile = path.join(root, ".env");
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  await ensureInstalled({ say });
  await bundleJobs();
  // Its output is the answer; what the product's modules would log stays out of it.
  const env = { ...process.env, LOG_LEVEL: "silent", LOG_FILE: "" };
  const { code } = await run(nodePath(), [jobsFile, ...process.argv.slice(2)], { env, show: true });
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
