import { existsSync } from "node:fs";
import path from "node:path";
import { bundle } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { run } from "./run.mjs";

// `npm run doctor`: looks live at what Usher needs, and says what to do about what is red. A product
// that runs on DATA_DIR answers; else the environment here is looked at, as `npm start` would take it.

const say = (text) => console.error(text);
const file = path.join(root, ".build/doctor/doctor.js");
try {
  const envFile = path.join(root, ".env");
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  await ensureInstalled({ say });
  await bundle("doctor.ts", file);
  const env = { ...process.env, NODE_ENV: "production", LOG_LEVEL: "silent", LOG_FILE: "" };
  const { code } = await run(nodePath(), [file, ...process.argv.slice(2)], { env, show: true });
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
