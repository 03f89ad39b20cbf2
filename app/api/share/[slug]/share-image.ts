import { createElement } from "react";
import { SHARE_COVER, SHARE_SIZE, ShareCard, type ShareWords } from "@/components/event/share-card";
import { readCover } from "@/lib/events/read-cover";
import type { PublicPage } from "@/lib/events/read-page";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { CARD_FONTS, drawCard } from "@/lib/images/draw-card";
import { fillFrame } from "@/lib/images/fill-frame";
import { formatWhen } from "@/lib/time/format-when";

/** A hundred kilobytes each. */
const KEPT = 100;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\ufe0f|\u200d/gu;

const kept = new Map<string, Promise<Buffer>>();
let turn: Promise<unknown> = Promise.resolve();

/**
 * An event's share image. It is drawn once for each version and language of the page in this
 * process, and one at a time: drawing takes the processor that pages are served with.
 */
export function shareImage(page: PublicPage, locale: Locale): Promise<Buffer> {
  const key = `${page.id}:${page.version}:${locale}`;
  const known = kept.get(key);
  if (known) return known;
  const drawing = turn.then(() => draw(page, locale));
  turn = drawing.catch(() => {});
  const oldest = kept.keys().next().value;
  if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, drawing);
  drawing.catch(() => kept.delete(key));
  return drawing;
}

async function draw(page: PublicPage, locale: Locale): Promise<Buffer> {
  const words = wordsOf(page, locale);
  const picture = page.cover && (await readCover(page.cover.hash, "large"));
  const cover = picture && (await fillFrame(picture, SHARE_COVER));
  const drawn = (said: ShareWords) =>
    drawCard(
      createElement(ShareCard, {
        words: said,
        accent: page.accent,
        seed: page.slug,
        cover: cover ? `data:image/jpeg;base64,${cover.toString("base64")}` : null,
        fonts: CARD_FONTS,
      }),
      SHARE_SIZE,
    );
  const { image, missing } = await drawn(words);
  if (missing.length === 0) return image;
  // Boxes in the place of letters say less than the date alone.
  const letters = new Set(missing.join(""));
  const readable = (text: string | null) =>
    text !== null && [...text].some((letter) => letters.has(letter)) ? null : text;
  const title = readable(words.title);
  // Nobody is invited to nothing.
  const invites = readable(title === null ? plain(page.hostName) : words.invites);
  return (await drawn({ ...words, title, invites })).image;
}

function wordsOf(page: PublicPage, locale: Locale): ShareWords {
  const when = formatWhen({
    startsAt: new Date(page.startsAt),
    endsAt: new Date(page.endsAt),
    zone: page.zone,
    locale,
  });
  const host = plain(page.hostName);
  const ended = page.state === "cancelled";
  return {
    title: plain(page.title),
    invites: ended ? host : translator(locale, "public")("event.invites", { host }),
    date: plain(when.date),
    time: plain(`${when.time}, ${when.zoneName}`),
  };
}

/** Without what no font of text has. */
function plain(text: string): string {
  return text.replace(EMOJI, "").replaceAll("\u202f", "\u00a0").trim();
}
