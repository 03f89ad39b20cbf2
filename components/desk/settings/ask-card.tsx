import { SubmitButton } from "@/components/forms/submit-button";
import { DeskButton } from "../desk-link";

/** What can't be undone, said in full before its button. */
export function AskCard({
  eventId,
  title,
  sentences,
  yes,
  no,
  action,
}: {
  eventId: string;
  title: string;
  sentences: string[];
  yes: string;
  no: string;
  action: (form: FormData) => Promise<void>;
}) {
  return (
    <form action={action} className="card ask" aria-labelledby="ask">
      <input type="hidden" name="eventId" value={eventId} />
      <h2 id="ask">{title}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div className="row">
        <SubmitButton size="small" variant="bad">
          {yes}
        </SubmitButton>
        <DeskButton href={`/dashboard/events/${eventId}/settings`}>{no}</DeskButton>
      </div>
    </form>
  );
}
