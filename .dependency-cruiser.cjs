/**
 * The arrows of docs/architecture.md:
 *   app → components → lib (types and schemas)      app → lib/<noun> → platform
 * Each comment says where the code belongs instead.
 */
const NOUNS =
  "^lib/(registrations|enrolment|events|meetings|messages|moving|organizers|attendance|retention|operations|preflight)/";
const PLATFORM =
  "^lib/(graph|jobs|mail|calendar|db|session|i18n|time|http|pages|form|images|guard)/|^lib/(env|env-certificate|env-secrets|log|request-scope|scrub|seal|metrics|operator-error|text-rules|csv)\\.ts$";
const ROOTS = "^(server|jobs|doctor|lib/worker)\\.ts$|^lib/samples/";
const TESTS = "\\.test\\.tsx?$";

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      comment: "Two files that need each other are one, or a third thing that both need.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "not-resolvable",
      comment: "The file is not there, or the package is not in package.json.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "platform-knows-no-noun",
      comment:
        "What knows registrations, events or organizers belongs into lib/<noun>; the platform gets " +
        "it as an argument, or lib/worker.ts and server.ts bring the two together.",
      severity: "error",
      // The sign-in has to keep the connection and make the person: next-auth calls nobody else.
      from: { path: PLATFORM, pathNot: [TESTS, "^lib/session/"] },
      to: { path: NOUNS },
    },
    {
      name: "session-knows-organizers-only",
      comment:
        "lib/session may keep a connection (lib/organizers) and ask for a member's role " +
        "(lib/events/queries.ts). Anything else belongs into the noun, called with what the session gives.",
      severity: "error",
      from: { path: "^lib/session/", pathNot: TESTS },
      to: { path: NOUNS, pathNot: "^lib/(organizers/|events/queries\\.ts$)" },
    },
    {
      name: "lib-runs-without-next",
      comment:
        "lib runs in the worker, in tests and in tools: read the request in app/ or lib/session/ and " +
        "pass on what was read.",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/session/" },
      to: { path: "node_modules/(next|next-auth)/" },
    },
    {
      name: "lib-renders-nothing",
      comment: "lib knows neither routes nor components: give it data and let app/ compose.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components)/" },
    },
    {
      name: "components-know-no-route",
      comment:
        "What only one route needs lives beside it; a component gets plain data and actions as props.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^app/" },
    },
    {
      name: "components-decide-nothing",
      comment:
        "Components take types, schemas and words from lib. Reading and deciding happens in the " +
        "page or action, which passes the outcome on. (The names of scopes are words, not calls.)",
      severity: "error",
      from: { path: "^components/" },
      to: {
        pathNot: "^lib/graph/scopes\\.ts$",
        path: "^lib/(db|jobs|graph|session|mail|http|pages|images|env|seal|log)|^lib/[^/]+/queries\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "primitives-know-nothing",
      comment:
        "components/ui and components/forms know no events: a composite belongs into components/<thing>.",
      severity: "error",
      from: { path: "^components/(ui|forms)/" },
      to: { path: `${NOUNS}|^components/(?!ui/|forms/)` },
    },
    {
      name: "app-asks-decisions",
      comment:
        "A route calls a decision of lib/<noun>, at most handing it db() and telling its trouble: statements stay in the " +
        "noun's queries.ts, and Graph and jobs behind its decisions.",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/api/internal/" },
      to: {
        path: "^lib/(db|graph|jobs)/",
        pathNot: "^lib/db/(database|trouble|trouble-digest)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "jobs-are-named-once",
      comment:
        "Handlers are bound in lib/worker.ts. Who wants a job done imports its definition and enqueues it.",
      severity: "error",
      from: { path: "^(app|components)/" },
      to: { path: "\\.job\\.ts$" },
    },
    {
      name: "roots-are-not-imported",
      comment:
        "A composition root is where things are brought together; what others need of it is a file of its own.",
      severity: "error",
      from: { pathNot: `${ROOTS}|${TESTS}|^test/` },
      to: { path: ROOTS },
    },
    {
      name: "sandbox-imports-nothing-of-ours",
      comment:
        "A misreading of Graph must not hide on both sides of the wire: the sandbox is written from " +
        "Microsoft's documents alone.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(lib|app|components|server|jobs)" },
    },
    {
      name: "nobody-imports-the-sandbox",
      comment: "Usher reaches the sandbox as it reaches Microsoft: over HTTP, by its settings.",
      severity: "error",
      from: { path: "^(lib|app|components|server)", pathNot: TESTS },
      to: { path: "^sandbox/" },
    },
    {
      name: "tests-stay-out",
      comment: "What code and tests both need is code: move it out of the test.",
      severity: "error",
      from: { pathNot: `${TESTS}|^(test|e2e|bench)/` },
      to: { path: `${TESTS}|^(test|e2e|bench)/` },
    },
    {
      name: "no-test-tools-in-the-product",
      comment: "It would be missing where only dependencies are installed: make it a dependency.",
      severity: "error",
      from: {
        path: "^(app|components|lib|sandbox)/|^server\\.ts$",
        pathNot: TESTS,
      },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/@types/",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.build|\\.data|\\.test)" },
    // dependency-cruiser does not speak TypeScript 7 yet. swc keeps type-only imports without being
    // asked; tsPreCompilationDeps would ask, and warn that the compiler is missing.
    parser: "swc",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts", ".css"],
    },
  },
};
