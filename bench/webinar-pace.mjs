// `npm run bench -- webinar-pace [--people 2000] [--processes 4] [--faster 1]`: everybody who waits for
// a webinar's registration, over several processes, at the 15 writes in 30 seconds that Microsoft
// allows an app: an hour and ten minutes, or so many times less with windows that are shorter.
import "../test/typescript-hooks.mjs";

const { benchWebinarPace } = await import("./webinar-pace/bench.ts");
process.exit(await benchWebinarPace(process.argv.slice(2)));
