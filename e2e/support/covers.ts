import { expect, type Page } from "@playwright/test";
import sharp from "sharp";
import { product } from "../setup/product";

/** A sea at dawn, by a few strokes. */
const DAWN = `<svg xmlns="http://www.w3.org/2000/svg" width="1800" height="900">
  <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#27445c"/>
    <stop offset=".55" stop-color="#c98f6b"/><stop offset=".6" stop-color="#f2c48d"/>
    <stop offset=".62" stop-color="#3d6478"/><stop offset="1" stop-color="#12303f"/></linearGradient></defs>
  <rect width="1800" height="900" fill="url(#sky)"/><circle cx="1180" cy="520" r="60" fill="#ffe6b8"/>
  <path d="M0 560h1800v340H0z" fill="#2a5163" opacity=".75"/>
  <path d="M0 620q300-30 600 0t600 0 600 0M0 700q300-30 600 0t600 0 600 0M0 800q300-40 600 0t600 0 600 0"
    fill="none" stroke="#f2c48d" stroke-width="5" opacity=".5"/></svg>`;

/** Puts a picture at the head of an event's page, as its editor's form does. */
export async function givePicture(desk: Page, eventId: string, alt: string): Promise<void> {
  const buffer = await sharp(Buffer.from(DAWN)).jpeg().toBuffer();
  const answer = await desk.request.post(`/dashboard/events/${eventId}/cover`, {
    headers: { origin: product().appUrl, accept: "application/json" },
    multipart: { alt, file: { name: "dawn.jpg", mimeType: "image/jpeg", buffer } },
  });
  expect(await answer.json()).toEqual({ outcome: "saved" });
}
