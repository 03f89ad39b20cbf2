"use server";
import { redirect } from "next/navigation";
import { acceptOffer } from "@/lib/registrations/accept-offer";
import { confirmAddress } from "@/lib/registrations/confirm-address";

/** "Confirm my address". The pass then says what came of it. */
export async function confirmAddressAction(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  await confirmAddress(token, new Date());
  redirect(`/r/${encodeURIComponent(token)}`);
}

/** "Accept my place". The pass then says what came of it. */
export async function acceptOfferAction(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  await acceptOffer(token, new Date());
  redirect(`/r/${encodeURIComponent(token)}`);
}
