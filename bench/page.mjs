// `npm run bench -- page [--rounds 8] [--seconds 3] [--connections 16] [--edits 10]`: the public
// page against a bare ISR page of the same size, what it weighs, how soon two processes show a change,
// and Lighthouse's scores beside the bare page's.
import "../test/typescript-hooks.mjs";

const { benchPage } = await import("./page/bench.ts");
await benchPage(process.argv.slice(2));
process.exit();
