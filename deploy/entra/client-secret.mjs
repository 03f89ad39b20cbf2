import { azPatiently } from "./azure.mjs";

/** By this name a later run knows which secrets were made for Usher. */
const LABEL = "Usher";
const THIRTY_DAYS = 30 * 86_400_000;

/**
 * A client secret: `{ value }` when one was made, else `{ until }` of the one that is there, whose
 * value Entra never tells again. Others are kept (`--append`), or a running Usher would be locked out.
 */
export async function ensureSecret(app, { another, now }) {
  const secrets = await azPatiently("ad", "app", "credential", "list", "--id", app.id);
  const valid = secrets
    .filter(({ displayName, endDateTime }) => {
      return displayName === LABEL && Date.parse(endDateTime) > now.getTime() + THIRTY_DAYS;
    })
    .sort((one, other) => Date.parse(other.endDateTime) - Date.parse(one.endDateTime));
  if (valid.length > 0 && !another) return { until: valid[0].endDateTime.slice(0, 10) };
  const made = await azPatiently(
    ...["ad", "app", "credential", "reset", "--id", app.id, "--append"],
    ...["--display-name", LABEL, "--years", "1"],
  );
  return { value: made.password };
}
