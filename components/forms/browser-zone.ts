import { useSyncExternalStore } from "react";

const unchanging = () => () => {};

/** The browser's own time zone; empty on the server, which knows no reader. */
export function useBrowserZone(): string {
  return useSyncExternalStore(
    unchanging,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "",
  );
}
