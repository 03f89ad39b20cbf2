"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";

/** Words and live data for the desk's client components. */
export function DeskProvider({
  locale,
  messages,
  children,
}: {
  /** With its region, for dates: `en-GB`. */
  locale: string;
  messages: { desk: object; moving: object; reasons: object };
  children: ReactNode;
}) {
  const [client] = useState(
    () =>
      new QueryClient({
        // A poll that fails is followed by the next one, so nothing is retried in between.
        defaultOptions: { queries: { retry: false, refetchIntervalInBackground: false } },
      }),
  );
  return (
    <IntlProvider locale={locale} messages={messages as never} timeZone="UTC">
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </IntlProvider>
  );
}
