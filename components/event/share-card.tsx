import { type CSSProperties, cloneElement } from "react";
import { type Accent, asAccent } from "@/lib/events/accents";
import { splitTitle, titleLength } from "./poster";
import { drawLines } from "./poster-art";

/** What networks and messengers show a link's picture at. */
export const SHARE_SIZE = { width: 1200, height: 630 };

/** Between the two shades of app/styles/tokens.css' poster: it is drawn where no style sheet is. */
const POSTERS: Record<Accent, { light: string; dark: string }> = {
  velvet: { dark: "#410911", light: "#90173c" },
  rust: { dark: "#3d1204", light: "#8a2a1f" },
  amber: { dark: "#321c02", light: "#783e15" },
  moss: { dark: "#1b2608", light: "#515404" },
  pine: { dark: "#08281a", light: "#005f4e" },
  lagoon: { dark: "#00282a", light: "#005a6a" },
  sea: { dark: "#00243c", light: "#21508b" },
  night: { dark: "#191b47", light: "#503b9a" },
  plum: { dark: "#331235", light: "#7f2866" },
  slate: { dark: "#1d222b", light: "#494f63" },
};
const CREAM = "#faf5e8";
const CREAM_2 = "#e2dac6";
const FOIL = "#e8ce99";

const TITLE_SIZE = { short: 88, long: 66, "very-long": 50 } as const;

export interface ShareWords {
  /** Null where no font has its letters: the card does without. */
  title: string | null;
  invites: string | null;
  date: string;
  /** Hours and zone. */
  time: string;
}

/**
 * An event's picture for links to it: its poster, with the date. Only what satori knows: flex boxes
 * and inline styles.
 */
export function ShareCard({
  words,
  accent,
  seed,
  cover,
  fonts,
}: {
  words: ShareWords;
  accent: string;
  seed: string;
  /** The event's own picture as a data address, of the size below; null where it has none. */
  cover: string | null;
  fonts: { serif: string; sans: string };
}) {
  const poster = POSTERS[asAccent(accent)];
  const title = words.title === null ? null : splitTitle(words.title);
  const whole: CSSProperties = { position: "absolute", top: 0, left: 0 };
  return (
    <div
      style={{
        display: "flex",
        width: "100%",
        height: "100%",
        color: CREAM,
        backgroundImage: `linear-gradient(200deg, ${poster.light}, ${poster.dark} 72%)`,
        fontFamily: fonts.serif,
      }}
    >
      {cover ? null : (
        <svg
          aria-hidden="true"
          style={whole}
          width={SHARE_SIZE.width}
          height={SHARE_SIZE.height}
          viewBox="0 0 1120 588"
        >
          {drawLines(seed, 1120, 588).map((line) =>
            cloneElement(
              line,
              line.props.className === "star"
                ? { fill: CREAM, stroke: "none" }
                : { fill: "none", stroke: FOIL, strokeLinecap: "round" },
            ),
          )}
        </svg>
      )}
      {/* The lines fade under the words. */}
      <div
        style={{
          ...whole,
          width: "100%",
          height: "100%",
          backgroundImage: `linear-gradient(to top, ${poster.dark} 22%, ${poster.dark}b0 52%, ${poster.dark}00 86%)`,
        }}
      />
      <div
        style={{
          // Above the veil.
          position: "relative",
          display: "flex",
          flexDirection: "column",
          justifyContent: "flex-end",
          flexGrow: 1,
          flexBasis: 0,
          padding: "56px 64px 52px",
        }}
      >
        {words.invites ? (
          <div style={{ fontStyle: "italic", fontSize: 32, color: CREAM_2, lineClamp: 2 }}>
            {words.invites}
          </div>
        ) : null}
        {title ? (
          <div
            style={{
              marginTop: 16,
              fontSize: TITLE_SIZE[titleLength(title.main)] * (cover ? 0.78 : 1),
              lineHeight: 1.06,
              letterSpacing: "-0.02em",
              lineClamp: 4,
              textWrap: "balance",
              wordBreak: "break-word",
            }}
          >
            {title.main}
          </div>
        ) : null}
        {title?.sub ? (
          <div style={{ marginTop: 14, fontSize: 36, color: CREAM_2, lineClamp: 2 }}>
            {title.sub}
          </div>
        ) : null}
        <div
          style={{ marginTop: 36, width: 72, height: 3, backgroundColor: FOIL, flexShrink: 0 }}
        />
        <div style={{ marginTop: 24, fontSize: title ? 36 : 64 }}>{words.date}</div>
        <div style={{ marginTop: 4, fontSize: 28, color: CREAM_2, fontFamily: fonts.sans }}>
          {words.time}
        </div>
      </div>
      {cover ? (
        // biome-ignore lint/performance/noImgElement: drawn by satori, not by a browser.
        <img alt="" src={cover} {...SHARE_COVER} />
      ) : null}
    </div>
  );
}

/** The part of the card that an event's own picture takes. */
export const SHARE_COVER = { width: 480, height: SHARE_SIZE.height };
