import { isDatabaseTrouble } from "@/lib/db/trouble";
import { isSlug } from "@/lib/events/schema";
import { readTyped } from "@/lib/form/typed";
import { log } from "@/lib/log";
import { type ChangeAnswersOutcome, changeAnswers } from "@/lib/registrations/change-answers";
import { forgetDraft, keepDraft } from "../../../e/[slug]/browser-cookies";

/**
 * Takes a change of somebody's answers and answers with the path to go to; like the sign-up's, what
 * has to be put right is kept for the page that the redirect leads to.
 */
export async function answerChange(form: FormData): Promise<string> {
  const token = text(form, "token");
  const pass = `/r/${encodeURIComponent(token)}`;
  const here = `${pass}/answers`;
  const slug = text(form, "slug");
  const typed = {
    firstName: text(form, "firstName"),
    lastName: text(form, "lastName"),
    answers: readTyped(form),
  };
  const values = { ...typed, email: "", code: "" };
  let outcome: ChangeAnswersOutcome;
  try {
    outcome = await changeAnswers(token, typed, new Date());
  } catch (error) {
    const away = isDatabaseTrouble(error);
    log[away ? "warn" : "error"]({ err: error }, "a change of answers failed");
    if (isSlug(slug))
      await keepDraft(slug, { values, errors: {}, problem: "tryAgain" }, { away, path: here });
    return `${here}#summary`;
  }
  switch (outcome.kind) {
    case "saved":
      await forgetDraft(here);
      return `${pass}?did=answers`;
    case "invalid":
      if (isSlug(slug))
        await keepDraft(slug, { values, errors: outcome.errors, problem: null }, { path: here });
      return `${here}#summary`;
    case "closed":
    case "unproved":
      return here;
    default:
      return pass;
  }
}

/** A field as text; files and fields that were not sent are empty. */
function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
