import type { Translate } from "@/lib/i18n/translator";

const SHAPES = {
  identity:
    "M8 3a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5ZM3 13.500c.6-2.700 2.500-4 5-4s4.400 1.300 5 4",
  calendar:
    "M4 3.500h8A1.500 1.500 0 0 1 13.500 5v7a1.500 1.500 0 0 1-1.500 1.500H4A1.500 1.500 0 0 1 2.500 12V5A1.500 1.500 0 0 1 4 3.500ZM2.500 6.500h11M5.500 2v2.500M10.500 2v2.500",
  meetings:
    "M3 4h6a1.500 1.500 0 0 1 1.500 1.500v5A1.500 1.500 0 0 1 9 12H3a1.500 1.500 0 0 1-1.500-1.500v-5A1.500 1.500 0 0 1 3 4ZM10.500 7l4-2v6l-4-2",
  offline:
    "M5.500 7.800a2.700 2.700 0 1 1 0 5.400 2.700 2.700 0 0 1 0-5.400ZM7.500 8.500 13 3M11 5l1.800 1.800M9 7l1.300 1.300",
} as const;

const ASKS = ["identity", "calendar", "meetings", "offline"] as const;

/** Every permission of the organizer's sign-in, in words, with what it is for. */
export function Asks({ t }: { t: Translate<"auth"> }) {
  return (
    <section aria-labelledby="asks">
      <h3 className="auth__label" id="asks">
        {t("asks.heading")}
      </h3>
      <ul className="auth__asks">
        {ASKS.map((ask) => (
          <li key={ask}>
            <Line d={SHAPES[ask]} />
            <b>{t(`asks.${ask}.title`)}</b>
            <p>{t(`asks.${ask}.text`)}</p>
          </li>
        ))}
      </ul>
      <p className="auth__hint">{t("asks.hint")}</p>
    </section>
  );
}

/** A line drawing on a 16 px grid. */
export function Line({ d }: { d: string }) {
  return (
    <svg className="auth__line" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={d} />
    </svg>
  );
}
