import type { Metadata } from "next";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { requirePerson } from "@/lib/session/require-person";
import {
  newMeetingAction,
  pasteAction,
  pickFromCalendarAction,
  pickWebinarAction,
} from "./actions";
import { Picker } from "./picker";
import { readPickerAddress } from "./picker-address";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("picker.title") };
}

/** Three ways to a meeting: the calendar, something pasted, a new one. Each is an address. */
export default async function PickerPage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const locale = asLocale((await params).locale);
  const t = translator(locale, "desk");
  return (
    <main id="main" className="page narrow" tabIndex={-1}>
      <div className="page-head">
        <div className="grow">
          <h1>{t("picker.title")}</h1>
          <p>{t("picker.lead")}</p>
        </div>
      </div>
      <Picker
        person={person}
        locale={locale}
        address={readPickerAddress(await searchParams, Date.now())}
        at="/dashboard/new"
        takesSeries
        actions={{
          calendar: pickFromCalendarAction,
          webinar: pickWebinarAction,
          paste: pasteAction,
          create: newMeetingAction,
        }}
      />
    </main>
  );
}
