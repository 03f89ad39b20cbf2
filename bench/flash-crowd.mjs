// `npm run bench -- flash-crowd [--people 10000] [--seconds 60] [--places 8000] [--rate 20] [--window 10]`:
// a crowd at one page, Graph taking `rate` calls a second of the organizer, counted in windows of so
// many seconds; one web process and one worker.
import "../test/typescript-hooks.mjs";

const { benchFlashCrowd } = await import("./flash-crowd/bench.ts");
process.exit(await benchFlashCrowd(process.argv.slice(2)));
