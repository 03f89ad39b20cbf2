import { readFileSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext, APIResponse } from "@playwright/test";

/** A server action of this build. */
export interface BuiltAction {
  id: string;
  name: string;
  /** Where it stands in the source. */
  file: string;
  /** A page that has it. */
  page: string;
}

interface Manifest {
  node: Record<
    string,
    { exportedName: string; filename: string; workers: Record<string, unknown> }
  >;
}

/** Every action that the build answers to. */
export function builtActions(): BuiltAction[] {
  const file = path.resolve(
    import.meta.dirname,
    "../../.next/server/server-reference-manifest.json",
  );
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { exportedName: name, filename, workers }]) => {
    const [page = ""] = Object.keys(workers).sort();
    return { id, name, file: filename, page };
  });
}

/**
 * Calls it as a page's script would, whatever any page shows: `fields` in its form, `first` before
 * it, which is the state before, or what a page bound to it.
 */
export function callAction(
  request: APIRequestContext,
  appUrl: string,
  {
    action,
    at,
    first,
    fields,
  }: {
    action: BuiltAction;
    /** Path of a page that has it. */
    at: string;
    first: string;
    fields: Record<string, string>;
  },
): Promise<APIResponse> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  // The form is the last of its arguments, the others stand before it.
  const others = [first, null].slice(0, countArguments(action) - 1);
  body.append("0", JSON.stringify(countArguments(action) > 0 ? [...others, "$K1"] : []));
  return request.post(`${appUrl}${at}`, {
    headers: { "next-action": action.id, accept: "text/x-component", origin: appUrl },
    multipart: body,
    maxRedirects: 0,
  });
}

/** Next writes into an action's id which of its first six arguments it takes. */
function countArguments({ id }: BuiltAction): number {
  const mask = Number.parseInt(id.slice(0, 2), 16) >> 1;
  return [32, 16, 8, 4, 2, 1].filter((bit) => mask & bit).length;
}
