import admissionDe from "@/messages/de/admission.json";
import authDe from "@/messages/de/auth.json";
import bareDe from "@/messages/de/bare.json";
import builderDe from "@/messages/de/builder.json";
import checksDe from "@/messages/de/checks.json";
import commonDe from "@/messages/de/common.json";
import deskDe from "@/messages/de/desk.json";
import followingDe from "@/messages/de/following.json";
import formDe from "@/messages/de/form.json";
import lettersDe from "@/messages/de/letters.json";
import mailDe from "@/messages/de/mail.json";
import movingDe from "@/messages/de/moving.json";
import passDe from "@/messages/de/pass.json";
import publicDe from "@/messages/de/public.json";
import reasonsDe from "@/messages/de/reasons.json";
import seriesDe from "@/messages/de/series.json";
import sharingDe from "@/messages/de/sharing.json";
import admissionEn from "@/messages/en/admission.json";
import authEn from "@/messages/en/auth.json";
import bareEn from "@/messages/en/bare.json";
import builderEn from "@/messages/en/builder.json";
import checksEn from "@/messages/en/checks.json";
import commonEn from "@/messages/en/common.json";
import deskEn from "@/messages/en/desk.json";
import followingEn from "@/messages/en/following.json";
import formEn from "@/messages/en/form.json";
import lettersEn from "@/messages/en/letters.json";
import mailEn from "@/messages/en/mail.json";
import movingEn from "@/messages/en/moving.json";
import passEn from "@/messages/en/pass.json";
import publicEn from "@/messages/en/public.json";
import reasonsEn from "@/messages/en/reasons.json";
import seriesEn from "@/messages/en/series.json";
import sharingEn from "@/messages/en/sharing.json";
import admissionEs from "@/messages/es/admission.json";
import authEs from "@/messages/es/auth.json";
import bareEs from "@/messages/es/bare.json";
import builderEs from "@/messages/es/builder.json";
import checksEs from "@/messages/es/checks.json";
import commonEs from "@/messages/es/common.json";
import deskEs from "@/messages/es/desk.json";
import followingEs from "@/messages/es/following.json";
import formEs from "@/messages/es/form.json";
import lettersEs from "@/messages/es/letters.json";
import mailEs from "@/messages/es/mail.json";
import movingEs from "@/messages/es/moving.json";
import passEs from "@/messages/es/pass.json";
import publicEs from "@/messages/es/public.json";
import reasonsEs from "@/messages/es/reasons.json";
import seriesEs from "@/messages/es/series.json";
import sharingEs from "@/messages/es/sharing.json";
import admissionFr from "@/messages/fr/admission.json";
import authFr from "@/messages/fr/auth.json";
import bareFr from "@/messages/fr/bare.json";
import builderFr from "@/messages/fr/builder.json";
import checksFr from "@/messages/fr/checks.json";
import commonFr from "@/messages/fr/common.json";
import deskFr from "@/messages/fr/desk.json";
import followingFr from "@/messages/fr/following.json";
import formFr from "@/messages/fr/form.json";
import lettersFr from "@/messages/fr/letters.json";
import mailFr from "@/messages/fr/mail.json";
import movingFr from "@/messages/fr/moving.json";
import passFr from "@/messages/fr/pass.json";
import publicFr from "@/messages/fr/public.json";
import reasonsFr from "@/messages/fr/reasons.json";
import seriesFr from "@/messages/fr/series.json";
import sharingFr from "@/messages/fr/sharing.json";
import type { Locale } from "./locales";

/** Every visible word, by area. English is the one that types the keys. */
export interface Catalogs {
  /** Whom an event is for, and what keeps machines out. Desk. */
  admission: typeof admissionEn;
  auth: typeof authEn;
  /** Pages that are drawn where there is no translator: error and not-found boundaries. */
  bare: typeof bareEn;
  /** The form's editor. */
  builder: typeof builderEn;
  /** What Usher needs to work for an organizer, and how it stands. Desk. */
  checks: typeof checksEn;
  common: typeof commonEn;
  desk: typeof deskEn;
  /** What becomes of an event when its meeting changes. Desk. */
  following: typeof followingEn;
  /** What stands round an organizer's questions; without plurals or tags, for fill.ts. */
  form: typeof formEn;
  /** An event's messages on the desk. */
  letters: typeof lettersEn;
  mail: typeof mailEn;
  moving: typeof movingEn;
  pass: typeof passEn;
  public: typeof publicEn;
  reasons: typeof reasonsEn;
  /** Events of several dates: their page, pass and desk. */
  series: typeof seriesEn;
  /** How a page is found, led to, embedded; its cover. Desk and embed. */
  sharing: typeof sharingEn;
}

export type Area = keyof Catalogs;

export const CATALOGS: Record<Locale, Catalogs> = {
  en: {
    admission: admissionEn,
    auth: authEn,
    bare: bareEn,
    builder: builderEn,
    checks: checksEn,
    common: commonEn,
    desk: deskEn,
    following: followingEn,
    form: formEn,
    letters: lettersEn,
    mail: mailEn,
    moving: movingEn,
    pass: passEn,
    public: publicEn,
    reasons: reasonsEn,
    series: seriesEn,
    sharing: sharingEn,
  },
  de: {
    admission: admissionDe,
    auth: authDe,
    bare: bareDe,
    builder: builderDe,
    checks: checksDe,
    common: commonDe,
    desk: deskDe,
    following: followingDe,
    form: formDe,
    letters: lettersDe,
    mail: mailDe,
    moving: movingDe,
    pass: passDe,
    public: publicDe,
    reasons: reasonsDe,
    series: seriesDe,
    sharing: sharingDe,
  },
  es: {
    admission: admissionEs,
    auth: authEs,
    bare: bareEs,
    builder: builderEs,
    checks: checksEs,
    common: commonEs,
    desk: deskEs,
    following: followingEs,
    form: formEs,
    letters: lettersEs,
    mail: mailEs,
    moving: movingEs,
    pass: passEs,
    public: publicEs,
    reasons: reasonsEs,
    series: seriesEs,
    sharing: sharingEs,
  },
  fr: {
    admission: admissionFr,
    auth: authFr,
    bare: bareFr,
    builder: builderFr,
    checks: checksFr,
    common: commonFr,
    desk: deskFr,
    following: followingFr,
    form: formFr,
    letters: lettersFr,
    mail: mailFr,
    moving: movingFr,
    pass: passFr,
    public: publicFr,
    reasons: reasonsFr,
    series: seriesFr,
    sharing: sharingFr,
  },
};
