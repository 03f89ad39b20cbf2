import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { run } from "./run.mjs";

// `npm run bench` lists the benches; `npm run bench -- NAME` runs one. Each prints a table and,
// as its last line, one JSON object.

const folder = path.join(root, "bench");
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith(".mjs"))
      .map((file) => file.slice(0, -".mjs".length))
  : [];
const [name, ...args] = process.argv.slice(2);

if (name === undefined) {
  console.log(names.length > 0 ? names.join("\n") : "There are no benches yet.");
} else if (!names.includes(name)) {
  console.error(`There is no bench ${name}. There are: ${names.join(", ") || "none yet"}.`);
  process.exitCode = 1;
} else {
  await ensureInstalled({ dev: true });
  const { code } = await run(nodePath(), [path.join(folder, `${name}.mjs`), ...args], {
    show: true,
  });
  process.exitCode = code;
}
