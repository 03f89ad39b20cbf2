import { answerSignUp } from "@/app/[locale]/(public)/e/[slug]/answer-sign-up";

/**
 * POST: the form of an embedded page, sent by the whole window. Not an action as on the event's page:
 * React would send it from inside the frame, where the browser keeps no cookie of ours.
 */
export async function POST(request: Request): Promise<Response> {
  const location = await answerSignUp(await request.formData());
  return new Response(null, { status: 303, headers: { location } });
}
