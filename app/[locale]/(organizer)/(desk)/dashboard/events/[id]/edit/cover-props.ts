import type { CoverNews, CoverProps, CoverWords } from "@/components/desk/editor/cover-card";
import type { PageCover } from "@/lib/events/read-page";
import { ALT_LENGTH } from "@/lib/events/set-cover";
import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { PICTURE_BYTES, PICTURE_MIN } from "@/lib/images/prepare-picture";

/** What the editor shows of the page's picture, its words finished; `said` is how its form ended. */
export function coverProps(
  current: PageCover | null,
  said: string | string[] | undefined,
  locale: Locale,
): CoverProps {
  const t = translator(locale, "sharing");
  const numbers = {
    megabytes: PICTURE_BYTES / 1024 / 1024,
    length: ALT_LENGTH,
    ...PICTURE_MIN,
  };
  const known = Object.keys(CATALOGS.en.sharing.cover.outcome) as CoverNews[];
  const outcome = Object.fromEntries(
    known.map((news) => [news, t(`cover.outcome.${news}`, numbers)]),
  ) as CoverWords["outcome"];
  return {
    current,
    news: known.find((news) => news === said) ?? null,
    longestAlt: ALT_LENGTH,
    words: {
      title: t("cover.title"),
      help: t("cover.help", numbers),
      choose: t("cover.choose"),
      replace: t("cover.replace"),
      alt: t("cover.alt"),
      altHelp: t("cover.altHelp"),
      upload: t("cover.upload"),
      saveAlt: t("cover.saveAlt"),
      remove: t("cover.remove"),
      pending: t("cover.pending"),
      outcome,
    },
  };
}
