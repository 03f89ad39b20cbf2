import authEn from "@/messages/en/auth.json";
import bareEn from "@/messages/en/bare.json";
import builderEn from "@/messages/en/builder.json";
import commonEn from "@/messages/en/common.json";
import deskEn from "@/messages/en/desk.json";
import formEn from "@/messages/en/form.json";
import mailEn from "@/messages/en/mail.json";
import passEn from "@/messages/en/pass.json";
import publicEn from "@/messages/en/public.json";
import reasonsEn from "@/messages/en/reasons.json";
import sharingEn from "@/messages/en/sharing.json";
import authFr from "@/messages/fr/auth.json";
import bareFr from "@/messages/fr/bare.json";
import builderFr from "@/messages/fr/builder.json";
import commonFr from "@/messages/fr/common.json";
import deskFr from "@/messages/fr/desk.json";
import formFr from "@/messages/fr/form.json";
import mailFr from "@/messages/fr/mail.json";
import passFr from "@/messages/fr/pass.json";
import publicFr from "@/messages/fr/public.json";
import reasonsFr from "@/messages/fr/reasons.json";
import sharingFr from "@/messages/fr/sharing.json";
import type { Locale } from "./locales";

/** Every visible word, by area. English is the one that types the keys. */
export interface Catalogs {
  auth: typeof authEn;
  /** Pages that are drawn where there is no translator: error and not-found boundaries. */
  bare: typeof bareEn;
  /** The form's editor. */
  builder: typeof builderEn;
  common: typeof commonEn;
  desk: typeof deskEn;
  /** What stands round an organizer's questions; without plurals or tags, for fill.ts. */
  form: typeof formEn;
  mail: typeof mailEn;
  pass: typeof passEn;
  public: typeof publicEn;
  reasons: typeof reasonsEn;
  /** How a page is found, led to, embedded; its cover. Desk and embed. */
  sharing: typeof sharingEn;
}

export type Area = keyof Catalogs;

export const CATALOGS: Record<Locale, Catalogs> = {
  en: {
    auth: authEn,
    bare: bareEn,
    builder: builderEn,
    common: commonEn,
    desk: deskEn,
    form: formEn,
    mail: mailEn,
    pass: passEn,
    public: publicEn,
    reasons: reasonsEn,
    sharing: sharingEn,
  },
  fr: {
    auth: authFr,
    bare: bareFr,
    builder: builderFr,
    common: commonFr,
    desk: deskFr,
    form: formFr,
    mail: mailFr,
    pass: passFr,
    public: publicFr,
    reasons: reasonsFr,
    sharing: sharingFr,
  },
};
