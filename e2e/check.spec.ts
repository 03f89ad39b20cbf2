import { execFile } from "node:child_process";
import path from "node:path";
import { product } from "./setup/product";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";

const ADDRESS = "lena@tidewater.example";

test("an organizer sees what works, without JavaScript, and gets a test message @desktop", async ({
  desk,
}) => {
  const page = await desk("lena", { javaScriptEnabled: false });
  await page.goto("/dashboard/connection");
  await page.getByRole("link", { name: "Check everything" }).click();
  await expect(page.getByRole("heading", { name: "Everything works" })).toBeVisible();
  await page.getByRole("button", { name: "Send me a test message" }).click();
  await expect(page.getByText("The mail server took it.")).toBeVisible();
  const mail = await tenant().waitForMail({ to: ADDRESS, subject: "test message" });
  expect(mail.subject).toBe("Usher’s test message");
});

test("npm run doctor has the running product look at itself @desktop", async () => {
  const { DATABASE_URL: _, ...rest } = process.env;
  const env = { ...rest, DATA_DIR: product().dataDir };
  const said = await new Promise<string>((resolve) => {
    const script = path.resolve("scripts/doctor.mjs");
    execFile(process.execPath, [script], { env }, (_error, stdout) => resolve(stdout));
  });
  for (const title of ["Database", "Public address", "Entra", "Sign-in", "Mail server"])
    expect(said).toMatch(new RegExp(`^ok {4}${title}: `, "m"));
  expect(said).toContain("Nothing is red.");
});
