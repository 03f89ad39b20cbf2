"use client";
import { useParams } from "next/navigation";
import { MissingPage } from "@/components/site/failure-page";
import { asLocale } from "@/lib/i18n/locales";

/**
 * Where `notFound()` of a dynamic page ends. Next renders it into every page beforehand, so it may
 * ask for nothing of the request: that would make each of them dynamic.
 */
export default function NotFound() {
  const { locale } = useParams<{ locale: string }>();
  return <MissingPage locale={asLocale(locale)} />;
}
