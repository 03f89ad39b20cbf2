"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import type { EventSummary } from "@/lib/events/read-events";
import type { MoveProgress } from "@/lib/moving/move-progress";
import { DeskButton } from "../desk-link";
import { eventQuery } from "../events-query";
import { Glyph } from "../glyph";
import { RetryAll } from "../overview/retry-all";
import { reasonText } from "../roster/reason-text";
import { useMovingWords, useReasons, useWords } from "../words";
import { endName } from "./end-name";

type FormAction = (form: FormData) => Promise<void>;

/** How far an event's people are on their way to another meeting or registrar, live. */
export function MoveCard({
  initial,
  actions,
}: {
  initial: { event: EventSummary; at: number };
  /** Null for whoever may only look. */
  actions: { stop: FormAction; resume: FormAction; retryAll: FormAction } | null;
}) {
  const t = useMovingWords();
  const { data: event } = useQuery(eventQuery(initial));
  const words = useWords();
  const { move } = event;
  if (!move) return null;
  const to = endName(move, "to", words);
  if (move.state === "done")
    return (
      <Done move={move} to={to}>
        {move.leftOpen && actions ? (
          <RetryAll action={actions.retryAll} eventId={event.id} />
        ) : null}
      </Done>
    );
  const { total, moved, refused } = move;
  return (
    <section className="card moving" aria-labelledby="moving">
      <header>
        <h2 id="moving" className="grow">
          {t(move.state === "stopped" ? "progress.stoppedTitle" : "progress.title", { to })}
        </h2>
        <b>{t("progress.moved", { moved, total })}</b>
      </header>
      <div className="body stack">
        <progress max={Math.max(total, 1)} value={moved} aria-labelledby="moving" />
        <p>{t("progress.keeps")}</p>
        <Why move={move} />
        {actions ? (
          <div className="row">
            <form action={move.state === "stopped" ? actions.resume : actions.stop}>
              <input type="hidden" name="eventId" value={event.id} />
              <SubmitButton size="small">
                {t(move.state === "stopped" ? "progress.resume" : "progress.stop")}
              </SubmitButton>
            </form>
            {refused > 0 ? <RetryAll action={actions.retryAll} eventId={event.id} /> : null}
            <DeskButton href={`/dashboard/events/${event.id}?ask=back`}>
              {t("progress.back")}
            </DeskButton>
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** Who is refused, and why; and why those wait who wait. */
function Why({ move }: { move: MoveProgress }) {
  const t = useMovingWords();
  const reasons = useReasons();
  const why = Object.keys(move.reasons).map((reason) => reasonText(reasons, "enrolment", reason));
  if (move.refused === 0 && why.length === 0) return null;
  return (
    <p role="status" className={move.refused > 0 ? "bad" : "warn"}>
      {[move.refused > 0 ? t("progress.refused", { count: move.refused }) : null, ...why]
        .filter(Boolean)
        .join(" ")}
    </p>
  );
}

function Done({ move, to, children }: { move: MoveProgress; to: string; children: ReactNode }) {
  const t = useMovingWords();
  const reasons = useReasons();
  return (
    <div className={move.leftOpen ? "banner warn done" : "banner good done"} role="status">
      <Glyph name={move.leftOpen ? "warn" : "s-ok"} />
      <p>
        {t("progress.done", { count: move.total, to })}{" "}
        {move.leftOpen
          ? t("progress.leftOpen", { reason: reasonText(reasons, "enrolment", move.leftOpen) })
          : null}
      </p>
      {children}
    </div>
  );
}
