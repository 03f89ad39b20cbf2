import type { SmtpAct, SmtpStage } from "./smtp-double";

export interface SmtpFault {
  name: string;
  /** `closed`: nobody listens. */
  stage: SmtpStage | "closed";
  act: SmtpAct;
  /** Seen while it lasts: key of `reasons.mail`. */
  ending: string;
}

const reply = (code: number): SmtpAct => ({ reply: `${code} 0.0.0 as the test says` });

function replies(stage: SmtpStage, codes: number[], ending: (code: number) => string): SmtpFault[] {
  return codes.map((code) => ({
    name: `${stage}: ${code}`,
    stage,
    act: reply(code),
    ending: ending(code),
  }));
}

const breaks = (stage: SmtpStage, ending: string): SmtpFault[] => [
  { name: `${stage}: cut`, stage, act: { cut: true }, ending },
  { name: `${stage}: hang`, stage, act: { hang: true }, ending },
];

const AWAY = "paused: unreachable";
const LATER = "waits: later";
const OPERATOR = "paused: operator";
const refused = (code: number) => `failed: ${code}`;

/** One of each kind and stage, for when the whole table would take too long. */
export const SOME_OF_SMTP = [
  "connection refused",
  "greeting: hang",
  "auth: 535",
  "mail: 451",
  "mail: 550",
  "rcpt: 450",
  "rcpt: 550",
  "rcpt: cut",
  "data: 421",
  "end: 451",
  "end: 552",
  "end: done but unanswered",
];

export const SMTP_FAULTS: readonly SmtpFault[] = [
  { name: "connection refused", stage: "closed", act: { cut: true }, ending: AWAY },
  ...breaks("greeting", AWAY),
  { name: "greeting: garbage", stage: "greeting", act: { reply: "<html>" }, ending: AWAY },
  ...replies("greeting", [421, 554], () => AWAY),
  ...replies("auth", [535, 534, 454], () => OPERATOR),
  ...breaks("auth", AWAY),
  ...replies("mail", [421, 451, 452], () => LATER),
  ...replies("mail", [530, 550, 553], () => OPERATOR),
  ...breaks("mail", LATER),
  ...replies("rcpt", [421, 450, 451, 452], () => LATER),
  ...replies("rcpt", [550, 551, 552, 553, 554], refused),
  ...breaks("rcpt", LATER),
  ...replies("data", [421, 451], () => LATER),
  ...replies("data", [554], refused),
  ...breaks("data", LATER),
  ...replies("end", [421, 451, 452], () => LATER),
  ...replies("end", [550, 552, 554], refused),
  ...breaks("end", LATER),
  { name: "end: done but unanswered", stage: "end", act: { takeAndCut: true }, ending: LATER },
];
