import { expect, test } from "vitest";
import { formOf, item } from "@/lib/form/form.fixture";
import { prefilledForm } from "./prefill";

const form = { version: 1, definition: formOf(item("short"), item("consent"), item("yes-no")) };

test("an address fills in names and answers, and gives no consent", () => {
  const query = {
    firstName: "Ada",
    "answers.q-short": "Lyon",
    "answers.q-yesno": "yes",
    "answers.q-consent": "yes",
  };
  expect(prefilledForm(query, form)).toEqual({
    values: { firstName: "Ada", answers: { "q-short": ["Lyon"], "q-yesno": ["yes"] } },
  });
  expect(prefilledForm({ "answers.q-consent": "yes" }, form)).toBeUndefined();
  expect(prefilledForm({ utm_source: "mail" }, form)).toBeUndefined();
});
