// `npm run bench -- next-in-line [--waiting 10000] [--places 200]`: how soon a place that is given up
// is the next one's, however long the line; on PostgreSQL and on the embedded database.
import "../test/typescript-hooks.mjs";

const { benchNextInLine } = await import("./next-in-line/bench.ts");
process.exit(await benchNextInLine(process.argv.slice(2)));
