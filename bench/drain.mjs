// `npm run bench -- drain [--people 20000] [--organizers 200] [--throttled 5] [--idle 60]`: links for
// everybody who waits, by one worker, some organizers throttled; then what the worker costs idle.
import "../test/typescript-hooks.mjs";

const { benchDrain } = await import("./drain/bench.ts");
process.exit(await benchDrain(process.argv.slice(2)));
