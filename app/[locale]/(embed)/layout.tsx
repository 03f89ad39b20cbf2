import type { ReactNode } from "react";

/** Inside another site's page: no strip, no footer, and every link and form leads the whole window. */
export default function EmbedLayout({ children }: { children: ReactNode }) {
  return (
    <div className="public embed" data-accent="velvet">
      <base target="_top" />
      {children}
    </div>
  );
}
