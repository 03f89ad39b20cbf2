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
  },
};
