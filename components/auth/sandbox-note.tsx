import type { Translate } from "@/lib/i18n/translator";
import { Line } from "./asks";

const FLASK =
  "M6.500 2v4L3 12.500a1 1 0 0 0 .9 1.500h8.200a1 1 0 0 0 .9-1.500L9.500 6V2M5.500 2h5M4.700 10h6.600";

/** Says that the tenant is made up, who lives in it, and where the mail goes. */
export function SandboxNote({ t, mailbox }: { t: Translate<"auth">; mailbox: string }) {
  return (
    <aside className="auth__note" aria-label={t("sandbox.label")}>
      <Line d={FLASK} />
      <p>
        {t.rich("sandbox.text", {
          b: (words) => <b>{words}</b>,
          mailbox: (words) => <a href={mailbox}>{words}</a>,
        })}
      </p>
    </aside>
  );
}
