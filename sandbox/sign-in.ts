/** Goes through the sandbox's sign-in as a browser without scripts would, and hands back where it leads. */
export async function signInAt(
  authorizeUrl: string,
  oid: string,
  options: { consent?: "accept" | "decline" } = {},
): Promise<URL> {
  const post = (form: Record<string, string>) =>
    fetch(authorizeUrl, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
  let response = await post({ person: oid });
  if (response.status === 200) {
    response = await post({ person: oid, consent: options.consent ?? "accept" });
  }
  const location = response.headers.get("location");
  if (location === null) {
    throw new Error(`The sign-in ended on a page (${response.status}): ${await response.text()}`);
  }
  return new URL(location);
}
