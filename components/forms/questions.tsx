import type { AskedItem } from "@/lib/form/ask";
import { holds } from "@/lib/form/condition";
import type { Typed } from "@/lib/form/show-if";
import { QuestionField } from "./question-field";
import { ShowIf } from "./show-if";

/** An organizer's questions: for a page of the server's, and for a preview that changes as one types. */
export function Questions({
  asked,
  typed = {},
  errors = {},
  errorLabel,
}: {
  asked: AskedItem[];
  typed?: Typed;
  /** In words, by the field's name. */
  errors?: Record<string, string>;
  errorLabel: string;
}) {
  return asked.map((item) => {
    const field = (
      <QuestionField
        key={item.id}
        item={item}
        values={typed[item.id] ?? []}
        error={errors[item.name]}
        errorLabel={errorLabel}
      />
    );
    if (item.conditions.length === 0) return field;
    return (
      <ShowIf
        key={item.id}
        conditions={item.conditions}
        initially={item.conditions.every((each) => holds(each, typed[each.question] ?? []))}
        words={item.onlyIf}
      >
        {field}
      </ShowIf>
    );
  });
}
