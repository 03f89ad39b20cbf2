// node --import ./test/typescript-hooks.mjs file.ts: lets a process of its own load the
// project's TypeScript as vitest does (the alias @/, names without an extension, JSON as it is). No
// TSX.
import fs from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const inProject = specifier.startsWith("@/");
    const relative = specifier.startsWith(".") && !context.parentURL?.includes("/node_modules/");
    if (!inProject && !relative) return next(specifier, context);
    const base = inProject ? root : context.parentURL;
    const url = new URL(inProject ? specifier.slice(2) : specifier, base);
    const source = new URL(`${url.href}.ts`);
    if (fs.existsSync(fileURLToPath(source))) return next(source.href, context);
    if (!url.pathname.endsWith(".json")) return next(url.href, context);
    return { ...next(url.href, context), importAttributes: { type: "json" } };
  },
});
