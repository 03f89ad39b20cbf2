import { db } from "@/lib/db/database";
import { loadFormBySlug } from "@/lib/events/form-queries";
import { answersSchema } from "@/lib/form/answers";
import { type EventForm, type FormDefinition, NO_QUESTIONS } from "@/lib/form/definition";
import type { Typed } from "@/lib/form/show-if";
import { errorsByField } from "./errors-by-field";
import { register } from "./register";
import { registrationInput } from "./schema";
import type { RegisterInput, RegisterOutcome } from "./sign-up";

/** The public form as it was typed. */
export interface TypedForm {
  firstName: string;
  lastName: string;
  email: string;
  code: string;
  answers: Typed;
  /** Ids of the dates that were ticked, where people choose. */
  dates?: string[];
}

type Sender = Pick<
  RegisterInput,
  "slug" | "locale" | "zone" | "browser" | "handoff" | "source" | "trust"
>;

export type SubmitOutcome =
  /** By field: `answers.{questionId}` for questions, whose keys are of the `form` catalog. */
  { kind: "invalid"; errors: Record<string, string> } | RegisterOutcome;

/** What can be no id was typed by nobody. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An organizer who saves this often while one form is sent has somebody else's trouble. */
const TRIES = 5;

/** Zod compiles a schema when it is first used, which takes thirty times as long as using it. */
const compiled = new WeakMap<FormDefinition, ReturnType<typeof compile>>();

function compile(definition: FormDefinition) {
  return registrationInput.extend({ answers: answersSchema(definition) });
}

/** What the public form of an event has to hold. */
export function signUpInput(form: EventForm | null) {
  const definition = form?.definition ?? NO_QUESTIONS;
  const schema = compiled.get(definition) ?? compile(definition);
  compiled.set(definition, schema);
  return schema;
}

/**
 * Checks a form that was sent and signs its sender up. `form` is what the event asked when it was
 * last looked at; whether it still does is seen with the event locked, and if not, the answers are
 * checked against what is asked now.
 */
export async function submitForm(
  typed: TypedForm,
  sender: Sender,
  form: EventForm | null,
  now: Date,
): Promise<SubmitOutcome> {
  let asked = form;
  for (let tries = 1; ; tries++) {
    const input = signUpInput(asked).safeParse(typed);
    if (!input.success) {
      // They may be wrong because the form changed meanwhile.
      const latest =
        tries === 1 ? await loadFormBySlug(db(), sender.slug).catch(() => asked) : asked;
      if (latest?.version === asked?.version)
        return { kind: "invalid", errors: errorsByField(input.error) };
      asked = latest;
      continue;
    }
    const formVersion = asked?.version ?? null;
    const dates = typed.dates?.filter((id) => UUID.test(id));
    const outcome = await register({ ...sender, ...input.data, dates, formVersion }, now);
    if (outcome.kind !== "form-changed" || tries >= TRIES) return outcome;
    asked = await loadFormBySlug(db(), sender.slug);
  }
}
