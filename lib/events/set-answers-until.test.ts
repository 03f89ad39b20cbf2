import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { answersUntilInput } from "./answers-until-input";
import { cancelEvent } from "./cancel-event";
import { readAnswersUntil, setAnswersUntil } from "./set-answers-until";

async function world() {
  // From 18:00 to 19:00 in Paris.
  const event = await insertEvent({ startsAt: new Date("2036-12-03T17:00:00Z") });
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

describeDatabases("until when answers may be changed", () => {
  test("is until the start, a time in the event's zone, or never", async () => {
    const access = await world();
    expect(await readAnswersUntil(access)).toEqual({ until: "start", at: null });
    const at = "2036-12-03T12:30";
    expect(await setAnswersUntil(access, { until: "time", at })).toEqual({ kind: "saved" });
    expect(await readAnswersUntil(access)).toEqual({
      until: "time",
      at: new Date("2036-12-03T11:30:00Z"),
    });
    expect(await setAnswersUntil(access, { until: "never" })).toEqual({ kind: "saved" });
    expect(await readAnswersUntil(access)).toEqual({ until: "never", at: null });
  });

  test("is no time after the end, none that isn't, and fixed once the event is cancelled", async () => {
    const access = await world();
    const time = (at: string) => setAnswersUntil(access, { until: "time", at });
    expect(await time("2036-12-03T19:00")).toEqual({ kind: "after-end" });
    expect(await time("2036-13-40T19:00")).toEqual({ kind: "at" });
    expect(await readAnswersUntil(access)).toEqual({ until: "start", at: null });
    await cancelEvent(access, new Date());
    expect(await setAnswersUntil(access, { until: "never" })).toEqual({ kind: "cancelled" });
  });
});

test.each([
  [{ until: "start", at: "anything" }, true],
  [{ until: "time", at: "2036-12-03T12:30" }, true],
  [{ until: "time", at: "" }, false],
  [{ until: "time", at: "0000-12-03T12:30" }, false],
  [{ until: "whenever" }, false],
])("the form that says %j is taken: %s", (sent, taken) => {
  expect(answersUntilInput.safeParse(sent).success).toBe(taken);
});
