"use client";
import { useTranslations } from "use-intl";
import type { Translate } from "@/lib/i18n/translator";

/** The desk's words in a client component, typed by the English catalog. */
export function useWords(): Translate<"desk"> {
  return useTranslations("desk") as unknown as Translate<"desk">;
}

/** Words of an event's move. */
export function useMovingWords(): Translate<"moving"> {
  return useTranslations("moving") as unknown as Translate<"moving">;
}

/** Reasons in words: why a link waits, a mail was refused, a connection is broken. */
export function useReasons(): Translate<"reasons"> {
  return useTranslations("reasons") as unknown as Translate<"reasons">;
}

/** Why a connection is broken, as a sentence. */
export function useConnectionReason(): (reason: string | null) => string {
  const reasons = useReasons();
  return (reason) => {
    const key = `connection.${reason}` as Parameters<typeof reasons>[0];
    return reason && reasons.has(key) ? reasons(key) : reasons("connection.interaction");
  };
}
