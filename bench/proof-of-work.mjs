// `npm run bench -- proof-of-work [--proofs 40]`: what the work costs that a suspect browser is asked
// for, in Chromium: as it is, with DevTools' fourfold slowdown, and on a quarter of the processor.
import "../test/typescript-hooks.mjs";

const { benchProofOfWork } = await import("./proof-of-work/bench.ts");
await benchProofOfWork(process.argv.slice(2));
process.exit();
