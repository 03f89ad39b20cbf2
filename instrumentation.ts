import type { Instrumentation } from "next";

/**
 * What failed while a page was rendered or an action ran. Its `digest` is the number that the page
 * shows; the line has the request's id beside it.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // Loaded when it is needed: Next bundles this file for its other runtime too.
  const { log } = await import("@/lib/log");
  const { digest } = error as { digest?: string };
  const given = request.headers["x-request-id"];
  const requestId = Array.isArray(given) ? given[0] : given;
  const { routePath, routeType } = context;
  log.error({ err: error, digest, requestId, route: routePath, routeType }, "a page failed");
};
