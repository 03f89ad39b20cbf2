import { buttonClass } from "@/components/ui/button";
import { MicrosoftMark } from "./microsoft-mark";

/** The button that leads to Microsoft. A plain form: it works without JavaScript. */
export function SignInForm({
  action,
  label,
  from,
  problem,
}: {
  action: (form: FormData) => Promise<void>;
  label: string;
  /** Path to come back to. */
  from: string | null;
  /** What went wrong the last time. */
  problem: string | null;
}) {
  return (
    <form action={action}>
      {from ? <input type="hidden" name="from" value={from} /> : null}
      {problem ? <input type="hidden" name="problem" value={problem} /> : null}
      <button
        type="submit"
        className={`${buttonClass({ variant: "ink", block: true })} auth__button`}
      >
        <MicrosoftMark />
        {label}
      </button>
    </form>
  );
}
