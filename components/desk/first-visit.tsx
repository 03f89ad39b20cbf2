import type { ReactNode } from "react";
import type { Translate } from "@/lib/i18n/translator";
import { DeskButton } from "./desk-link";

/** No event yet: what happens next, and the start of it. */
export function FirstVisit({
  words: t,
  children,
}: {
  words: Translate<"desk">;
  children?: ReactNode;
}) {
  const strong = { b: (text: ReactNode) => <b>{text}</b> };
  return (
    <div className="empty">
      <div>
        <h1>{t.rich("events.emptyTitle", { br: () => <br /> })}</h1>
        <p className="lead">{t("events.emptyLead")}</p>
        <div className="row">
          <DeskButton size="medium" variant="ink" href="/dashboard/new">
            {t("events.emptyPick")}
          </DeskButton>
          <DeskButton size="medium" href="/dashboard/new?way=new">
            {t("events.emptyNew")}
          </DeskButton>
        </div>
        <ol className="steps">
          {(["pick", "who", "look", "publish"] as const).map((step) => (
            <li key={step}>
              <span>{t.rich(`events.steps.${step}`, strong)}</span>
            </li>
          ))}
        </ol>
      </div>
      {children}
    </div>
  );
}
