import type { CSSProperties } from "react";
import { type AccentColors, CREAM, CREAM_2, DARK, LIGHT } from "./colors";

const SANS =
  "-apple-system, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";
const SERIF =
  "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, Charter, Georgia, 'Noto Serif', serif";
const MONO = "'Cascadia Mono', 'SF Mono', Menlo, Consolas, monospace";

/**
 * Styles stand at each element, because that is what every client reads; classes are only for the
 * dark and for a phone, where a client looks at the sheet at all.
 */
export function letterStyles({ band, accent }: AccentColors) {
  const text = { fontFamily: SANS, fontSize: "17px", lineHeight: "27px", margin: "0 0 18px" };
  return {
    body: { backgroundColor: LIGHT.paper, margin: "0", padding: "0" },
    page: { backgroundColor: LIGHT.paper, padding: "24px 12px" },
    // What a list of mails shows beside the subject.
    preview: {
      display: "none",
      fontSize: "1px",
      lineHeight: "1px",
      maxHeight: "0",
      maxWidth: "0",
      opacity: 0,
      overflow: "hidden",
    },
    card: {
      backgroundColor: LIGHT.surface,
      border: `1px solid ${LIGHT.line}`,
      borderRadius: "12px",
      maxWidth: "600px",
      width: "100%",
    },
    // The dotted line is the ticket's edge; clients that don't know it draw a plain one.
    band: {
      backgroundColor: band,
      borderBottom: `8px dotted ${LIGHT.surface}`,
      borderRadius: "12px 12px 0 0",
      padding: "34px 44px 28px",
    },
    host: {
      color: CREAM_2,
      fontFamily: SERIF,
      fontSize: "17px",
      fontStyle: "italic",
      lineHeight: "22px",
      margin: "0 0 10px",
    },
    title: {
      color: CREAM,
      fontFamily: SERIF,
      fontSize: "30px",
      fontWeight: 400,
      letterSpacing: "-0.3px",
      lineHeight: "34px",
      margin: "0",
      overflowWrap: "anywhere",
    },
    main: { padding: "30px 44px 12px" },
    hello: {
      color: LIGHT.ink,
      fontFamily: SERIF,
      fontSize: "28px",
      fontWeight: 400,
      letterSpacing: "-0.28px",
      lineHeight: "34px",
      margin: "0 0 10px",
      overflowWrap: "anywhere",
    },
    text: { ...text, color: LIGHT.ink },
    facts: {
      borderBottom: `1px solid ${LIGHT.line}`,
      borderTop: `1px solid ${LIGHT.line}`,
      margin: "0 0 18px",
      padding: "14px 0 4px",
    },
    label: {
      color: LIGHT.ink2,
      fontFamily: SERIF,
      fontSize: "16px",
      fontStyle: "italic",
      lineHeight: "22px",
      margin: "0",
    },
    fact: {
      color: LIGHT.ink,
      fontFamily: SANS,
      fontSize: "17px",
      fontWeight: 600,
      lineHeight: "24px",
      margin: "0",
    },
    aside: {
      color: LIGHT.ink2,
      fontFamily: SANS,
      fontSize: "15px",
      lineHeight: "22px",
      margin: "0",
    },
    gap: { fontSize: "1px", height: "10px", lineHeight: "10px", margin: "0" },
    button: {
      backgroundColor: accent,
      borderRadius: "10px",
      boxSizing: "border-box",
      color: "#ffffff",
      display: "block",
      fontFamily: SANS,
      fontSize: "18px",
      fontWeight: 600,
      lineHeight: "24px",
      margin: "0 0 18px",
      padding: "18px 20px",
      textAlign: "center",
      textDecoration: "none",
    },
    hint: {
      color: LIGHT.ink2,
      fontFamily: SANS,
      fontSize: "15px",
      lineHeight: "22px",
      margin: "0 0 6px",
    },
    address: {
      backgroundColor: LIGHT.sunken,
      borderRadius: "6px",
      margin: "0 0 18px",
      padding: "12px 14px",
    },
    addressLink: {
      color: LIGHT.ink,
      fontFamily: MONO,
      fontSize: "13px",
      lineHeight: "20px",
      overflowWrap: "anywhere",
      textDecoration: "underline",
      wordBreak: "break-all",
    },
    note: {
      backgroundColor: LIGHT.sunken,
      borderRadius: "10px",
      margin: "0 0 18px",
      padding: "14px 18px",
    },
    noteText: {
      color: LIGHT.ink2,
      fontFamily: SANS,
      fontSize: "16px",
      lineHeight: "24px",
      margin: "0",
      // An organizer's own words may hold an address that no phone has room for.
      overflowWrap: "anywhere",
      wordBreak: "break-word",
    },
    strong: { color: LIGHT.ink },
    link: { color: accent, fontWeight: 600, textDecoration: "underline" },
    foot: {
      backgroundColor: LIGHT.sunken,
      borderRadius: "0 0 12px 12px",
      borderTop: `1px solid ${LIGHT.line}`,
      padding: "22px 44px 18px",
    },
    footText: {
      color: LIGHT.ink2,
      fontFamily: SANS,
      fontSize: "14px",
      lineHeight: "22px",
      margin: "0 0 10px",
    },
  } satisfies Record<string, CSSProperties>;
}

/** For the dark and for a phone. Holds none of the characters that HTML escapes. */
export function letterSheet({ accentDark, onAccentDark }: AccentColors): string {
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 520px) {
  .pad { padding-left: 24px !important; padding-right: 24px !important; }
  .col { display: block !important; width: 100% !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: ${DARK.paper} !important; }
  .card { background-color: ${DARK.surface} !important; border-color: ${DARK.line} !important; }
  .band { border-bottom-color: ${DARK.surface} !important; }
  .line { border-color: ${DARK.line} !important; }
  .well { background-color: ${DARK.sunken} !important; border-color: ${DARK.line} !important; }
  .ink { color: ${DARK.ink} !important; }
  .ink2 { color: ${DARK.ink2} !important; }
  .link { color: ${accentDark} !important; }
  .button { background-color: ${accentDark} !important; color: ${onAccentDark} !important; }
  .button span { color: ${onAccentDark} !important; }
}
`;
}
