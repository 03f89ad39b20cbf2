/**
 * `digest` of a fault that is trouble with the database: what Next hands to an error boundary, which
 * tells it from a fault of ours by it. A file of its own, because every page's script has it.
 */
export const TROUBLE_DIGEST = "DATABASE_TROUBLE";
