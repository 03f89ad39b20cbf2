// `npm run bench -- sign-ups [--pairs 10] [--seconds 3] [--connections 16] [--people 100000]`:
// accepted sign-ups a second of one web process on a durable PostgreSQL, against an empty Next
// action with the same form and against bare node:http with the same SQL.
import "../test/typescript-hooks.mjs";

const { benchSignUps } = await import("./sign-ups/bench.ts");
await benchSignUps(process.argv.slice(2));
process.exit();
