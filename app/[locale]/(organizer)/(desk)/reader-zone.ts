import { cookies } from "next/headers";
import { isZone } from "@/lib/time/zones";

/** The zone that this browser told (components/desk/zone-cookie); null before its first script ran. */
export async function toldZone(): Promise<string | null> {
  const told = (await cookies()).get("zone")?.value;
  const zone = told ? safeDecode(told) : "";
  return isZone(zone) ? zone : null;
}

/** The reader's zone for what the server renders; UTC, named, while nobody told. */
export async function readerZone(): Promise<string> {
  return (await toldZone()) ?? "UTC";
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The zone that most of these entries were made in. */
export function commonZone(entries: { zone: string }[]): string | null {
  const zones = Map.groupBy(entries, ({ zone }) => zone);
  const [most] = [...zones].sort(([, a], [, b]) => b.length - a.length);
  return most?.[0] ?? null;
}
