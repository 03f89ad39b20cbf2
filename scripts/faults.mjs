import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { run } from "./run.mjs";

// `npm run faults`: every fault on every call to Graph, Entra and SMTP, against the sandbox over
// HTTP, with the real job handlers on a database. Prints the table; as the last line one JSON
// object with the totals. Ends with 1 when a row ends otherwise than it must.

const file = path.join(root, ".test/faults.json");
await ensureInstalled({ dev: true });
rmSync(file, { force: true });
console.log("Trying every fault on every call (about six minutes)…");
const { code, output } = await run(
  nodePath(),
  [
    path.join(root, "node_modules/vitest/vitest.mjs"),
    ...["run", "bench/faults", "--reporter=default", "--reporter=json"],
    `--outputFile.json=${path.join(root, ".test/faults-run.json")}`,
  ],
  { env: { ...process.env, USHER_FAULTS: "all", FORCE_COLOR: "0" } },
);

const rows = readRows();
const columns = [
  ["call", 30],
  ["fault", 24],
  ["lasting", 36],
  ["afterwards", 12],
  ["once", 8],
];
const line = (row) => columns.map(([name, width]) => String(row[name]).padEnd(width)).join("");
console.log(
  line({
    call: "Call",
    fault: "Fault",
    lasting: "While it lasts",
    afterwards: "After it",
    once: "Once",
  }),
);
for (const row of rows) console.log(`${line(row)}${row.good ? "✓" : "✗ not as it must"}`);

const bad = rows.filter((row) => !row.good).length;
const unknown = rows.filter((row) =>
  [row.lasting, row.afterwards, row.once].some((end) => !end || /unknown|null/.test(end)),
).length;
if (code !== 0) console.log(output.trim());
console.log(JSON.stringify({ rows: rows.length, good: rows.length - bad, bad, unknown }));
process.exitCode = code === 0 && bad === 0 && unknown === 0 && rows.length > 0 ? 0 : 1;

function readRows() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
}
