"use client";
import { Button } from "@/components/ui/button";
import { type FormDefinition, type ItemKind, STANDARD_KINDS } from "@/lib/form/definition";
import { useBuilderWords } from "./builder-words";
import { KindGlyph } from "./kind-glyph";

const KINDS = [
  "short",
  "long",
  "one",
  "several",
  "yes-no",
  "number",
  "date",
  "consent",
  "heading",
] as const;

/** Everything that can be asked, by kind. */
export function AddQuestions({
  form,
  onAdd,
}: {
  form: FormDefinition;
  onAdd: (kind: ItemKind) => void;
}) {
  const t = useBuilderWords();
  const standard = STANDARD_KINDS.filter((kind) => !form.items.some(({ id }) => id === kind));
  return (
    <>
      <Group title={t("add")} kinds={KINDS} onAdd={onAdd} />
      {standard.length > 0 ? (
        <Group title={t("addStandard")} kinds={standard} onAdd={onAdd} />
      ) : null}
    </>
  );
}

function Group({
  title,
  kinds,
  onAdd,
}: {
  title: string;
  kinds: readonly ItemKind[];
  onAdd: (kind: ItemKind) => void;
}) {
  const t = useBuilderWords();
  return (
    <fieldset className="addq">
      <legend>{title}</legend>
      <div>
        {kinds.map((kind) => (
          <Button key={kind} size="small" onClick={() => onAdd(kind)}>
            <KindGlyph name={kind} />
            {t(`kinds.${kind}`)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
