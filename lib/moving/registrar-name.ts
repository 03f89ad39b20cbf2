import type { RegistrarName } from "@/lib/db/schema";

/** Every way to a link, the best first. */
export const REGISTRAR_NAMES: readonly RegistrarName[] = ["external", "webinar", "direct"];

export function isRegistrarName(value: unknown): value is RegistrarName {
  return REGISTRAR_NAMES.some((name) => name === value);
}
