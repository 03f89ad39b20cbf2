"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useActionState, useCallback, useMemo, useRef, useState } from "react";
import { ErrorSummary } from "@/components/forms/error-summary";
import { Button } from "@/components/ui/button";
import type { RegistrarChoices } from "@/lib/db/schema";
import type { ShownTerms } from "@/lib/enrolment/webinar-terms";
import type { EventField } from "@/lib/events/schema";
import { Glyph } from "../glyph";
import { useWords } from "../words";
import { CoverCard, CoverForm, type CoverProps } from "./cover-card";
import { EditorFields, type SeriesWords } from "./editor-fields";
import {
  type EditorAction,
  type EditorProblem,
  type EditorState,
  type EditorValues,
  INTENTS,
  type Intent,
} from "./editor-state";
import { errorText } from "./error-text";
import { PreviewStage } from "./preview-stage";
import { ProblemBox } from "./problem-box";
import { PublishCard, WHERE } from "./publish-card";
import type { QuestionsNews } from "./questions-news";
import { SaveStatusLine } from "./save-status";
import { TellBar } from "./tell-bar";
import { useEditorSave } from "./use-editor-save";
import { AddedQuestions, AddQuestionsForm, WebinarAsks } from "./webinar-asks";

const FORM = "editor";
const PARTS = ["page", "when", "who", "places", "link", "way", "mails", "look"] as const;

/** The fields of each part, for its mark in the rail. */
const FIELDS: Record<(typeof PARTS)[number], EventField[]> = {
  page: ["title", "description", "hostName", "slug"],
  when: ["startsAt", "endsAt", "zone", "opensAt", "closesAt"],
  who: ["audience", "emailDomains", "noThrowaway", "invitedOnly"],
  places: ["capacity", "waitlist", "offerMinutes", "approval", "confirmAddress", "holdMinutes"],
  link: ["delivery"],
  way: ["registrar"],
  mails: ["reminders", "followUp", "alarm"],
  look: ["accent"],
};

/** The page's editor: its parts, its words, and what they become. */
export function Editor({
  event,
  values,
  missing,
  zones,
  action,
  addQuestions,
  questionsNews,
  reconnect,
  from,
  cover,
  series,
}: {
  event: {
    id: string;
    title: string;
    draft: boolean;
    fixed: { audience: boolean; registrar: boolean; slug: boolean };
    registrars: RegistrarChoices;
    /** Of a webinar: what it asks and takes at Microsoft. */
    terms: ShownTerms | null;
    zone: string;
    organizer: string;
    /** Usher acts at Microsoft with the reader's own connection. */
    mine: boolean;
  };
  values: EditorValues;
  missing: EditorState["missing"];
  zones: readonly string[];
  action: EditorAction;
  /** Adds to the event's form what the webinar requires. Fields: `eventId`. */
  addQuestions: (form: FormData) => Promise<void>;
  /** What came of that; null: it wasn't asked for. */
  questionsNews: QuestionsNews | null;
  reconnect: (form: FormData) => Promise<void>;
  from: string;
  cover: CoverProps;
  series: SeriesWords;
}) {
  const t = useWords();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [pressed, setPressed] = useState<Intent | null>(null);
  const [posted, submit] = useActionState(action, {
    values: null,
    errors: {},
    missing,
    problem: null,
    savedAt: null,
    told: 0,
    goTo: null,
  });
  const onGo = useCallback((to: string) => router.push(to), [router]);
  const { state, status, onInput, send, saving } = useEditorSave({
    form,
    action,
    first: posted,
    published: !event.draft,
    onGo,
  });
  const shown = posted.values ?? values;
  // The same list until the next answer: a new one takes the focus.
  const errors = useMemo(
    () =>
      Object.entries(state.errors).map(([field, key]) => ({
        field,
        text: errorText(t, key) ?? "",
      })),
    [state.errors, t],
  );
  const bad = (part: (typeof PARTS)[number]) => FIELDS[part].some((field) => state.errors[field]);

  // Pressing a button gets the list of what to mend; saving as one types only marks the fields.
  const summed = pressed !== null || (posted.values !== null && state === posted);

  // Publishing has just read the webinar anew; what was added since is no trouble any more.
  const { problem } = state;
  const known = shown.registrar === "webinar" ? (event.terms?.unasked ?? []) : [];
  const unasked =
    problem?.kind === "webinar-asks" && questionsNews?.kind !== "added" ? problem.unasked : known;

  const onSubmit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const button = (submitted.nativeEvent as SubmitEvent).submitter;
    const asked = button instanceof HTMLButtonElement ? button.value : "save";
    const intent: Intent = INTENTS.find((each) => each === asked) ?? "save";
    setPressed(intent);
    send(intent);
  };

  return (
    // Its preview holds a main part too: names tell the two apart.
    <main id="main" className="work editor" tabIndex={-1} aria-label={t("event.page")}>
      {/* What Enter presses in a field: the first button of the form, wherever it stands. */}
      <button
        type="submit"
        form={FORM}
        name="intent"
        value="save"
        className="vh"
        tabIndex={-1}
        aria-hidden="true"
      >
        {t("editor.save")}
      </button>
      <div className="parts">
        <nav aria-label={t("editor.parts")}>
          <ul>
            {PARTS.map((part) => (
              <li key={part}>
                <a href={`#${part}`}>
                  {t(`editor.part.${part}`)}
                  {bad(part) ? (
                    <Glyph name="s-bad" className="bad" />
                  ) : (
                    <Glyph name="check" className="good" />
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {event.draft ? (
          <PublishCard
            missing={state.missing}
            unasked={unasked.length}
            publishing={saving && pressed !== null && pressed !== "save"}
            form={FORM}
          />
        ) : (
          <section className="pubcard" aria-labelledby="published-title">
            <h2 id="published-title">{t("editor.publishedTitle")}</h2>
            <p>{t("editor.publishedHelp")}</p>
          </section>
        )}
      </div>
      <form
        className="sheet"
        id={FORM}
        ref={form}
        action={submit}
        noValidate
        onSubmit={onSubmit}
        onInput={() => {
          setPressed(null);
          onInput(false);
        }}
        onBlur={() => status === "unsaved" && onInput(true)}
      >
        <input type="hidden" name="eventId" value={event.id} />
        {questionsNews ? (
          <AddedQuestions news={questionsNews} formHref={`/dashboard/events/${event.id}/form`} />
        ) : null}
        {unasked.length > 0 ? (
          <WebinarAsks
            key={problem?.kind}
            unasked={unasked}
            focus={problem?.kind === "webinar-asks"}
          />
        ) : null}
        {problem && isBoxed(problem) ? (
          <ProblemBox
            key={problem.kind}
            problem={problem}
            form={FORM}
            from={from}
            mine={event.mine}
            organizer={event.organizer}
            reconnect={reconnect}
          />
        ) : null}
        {state.problem?.kind === "missing" ? (
          <ErrorSummary
            title={t("editor.missingTitle", { count: state.missing.length })}
            items={state.missing.map((what) => ({
              field: WHERE[what],
              text: t(`editor.missing.${what}`),
            }))}
          />
        ) : null}
        {errors.length > 0 && summed ? (
          <ErrorSummary title={t("editor.errorsTitle", { count: errors.length })} items={errors} />
        ) : null}
        <EditorFields
          values={shown}
          errors={state.errors}
          fixed={event.fixed}
          registrars={event.registrars}
          terms={event.terms}
          zones={zones}
          series={series}
          cover={<CoverCard {...cover} />}
          onCommit={() => onInput(true)}
        />
        <div className="savebar">
          {state.problem?.kind === "asks" ? (
            <TellBar problem={state.problem} />
          ) : (
            <Button type="submit" name="intent" value="save" size="small">
              {t("editor.save")}
            </Button>
          )}
          <SaveStatusLine status={status} state={state} zone={event.zone} />
        </div>
      </form>
      <CoverForm eventId={event.id} />
      <AddQuestionsForm eventId={event.id} action={addQuestions} />
      <PreviewStage
        href={`/dashboard/events/${event.id}/preview`}
        state={`${state.savedAt} ${cover.current?.hash} ${cover.current?.alt}`}
      />
    </main>
  );
}

type Boxed = Exclude<EditorProblem, { kind: "missing" | "asks" | "webinar-asks" }>;

/** The others stand where they are mended. */
function isBoxed(problem: EditorProblem): problem is Boxed {
  return !["missing", "asks", "webinar-asks"].includes(problem.kind);
}
