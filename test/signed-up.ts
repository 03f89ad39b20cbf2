import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { signUp } from "./fixtures";

/** Signs somebody up; the secret of their pass. Throws when they are not in. */
export async function signedUp(
  slug: string,
  wanted: Parameters<typeof signUp>[1] = {},
): Promise<string> {
  const outcome = await register(signUp(slug, wanted), new Date());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  return outcome.pass;
}

/** The link as the pass has it; null on a pass that has ended. */
export async function linkOf(pass: string) {
  const view = await readPass(pass, new Date());
  return view && !view.ended ? view.link : null;
}
