// `npm run bench -- throttle [--postgres] [--embedded]`: a throttled organizer's drain against what
// Graph allows, and whether ten others notice. The sandbox is a process of its own, over HTTP; the
// worker is the real one. Both databases by default.
import "../test/typescript-hooks.mjs";

process.env.LOG_LEVEL ??= "fatal";
const { benchThrottle } = await import("./throttle/bench.ts");
await benchThrottle(process.argv.slice(2));
