import type { ReactNode } from "react";

/** A page with nothing round it: a title, a line, a way on. */
export function BarePage({
  title,
  lead,
  hint,
  children,
}: {
  title: string;
  lead: string;
  hint?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="public" data-accent="velvet">
      <main id="main" tabIndex={-1} className="wrap narrow plain">
        <h1 className="h1">{title}</h1>
        <p className="lead">{lead}</p>
        {hint ? <p className="hint">{hint}</p> : null}
        <div className="actions">{children}</div>
      </main>
    </div>
  );
}
