import { buttonClass } from "@/components/ui/button";
import type { Translate } from "@/lib/i18n/translator";

/** The message to an administrator, to be sent or copied, with the address that approves Usher. */
export function AdminMessage({ t, approveUrl }: { t: Translate<"auth">; approveUrl: string }) {
  const lines = [
    t("admin.hello"),
    `${t("admin.body")}\n${approveUrl}`,
    t("admin.asks"),
    t("admin.thanks"),
  ];
  const mail = new URLSearchParams({
    subject: t("admin.subject"),
    body: lines.join("\n\n"),
  });
  return (
    <section className="auth__admin" aria-labelledby="admin">
      <h3 className="auth__label" id="admin">
        {t("admin.heading")}
      </h3>
      <blockquote>
        <p>{t("admin.hello")}</p>
        <p>
          {t("admin.body")} <a href={approveUrl}>{approveUrl}</a>
        </p>
        <p>{t("admin.asks")}</p>
        <p>{t("admin.thanks")}</p>
      </blockquote>
      {/* Mail programs read + as a plus, not as a space. */}
      <a
        className={buttonClass({ size: "small" })}
        href={`mailto:?${mail.toString().replaceAll("+", "%20")}`}
      >
        {t("admin.send")}
      </a>
    </section>
  );
}
