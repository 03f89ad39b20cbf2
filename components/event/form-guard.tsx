import { FormLeaf } from "./form-leaf";

/**
 * Marks by which the server tells people from machines. Its script comes when somebody touches the
 * form, shows nothing and asks nothing of them; without JavaScript an address is confirmed by mail
 * where there is suspicion.
 */
export function FormGuard({
  slug,
  stamp,
  words,
}: {
  slug: string;
  stamp: string;
  words: { bait: string; work: string };
}) {
  return (
    <>
      <input type="hidden" name="stamp" defaultValue={stamp} />
      <div className="vh" aria-hidden="true">
        <label>
          {words.bait}
          <input type="text" name="website" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      <FormLeaf slug={slug} work={words.work} />
    </>
  );
}
