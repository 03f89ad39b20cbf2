// `npm run bench -- enumeration [--pairs 200]`: with delivery `email`, does the time of an answer tell
// whether an address is registered? Known and new addresses take turns over HTTP.
import "../test/typescript-hooks.mjs";

const { benchEnumeration } = await import("./enumeration/bench.ts");
process.exit(await benchEnumeration(process.argv.slice(2)));
