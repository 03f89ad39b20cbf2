import { fillForm } from "../support/events";
import { startOwnProduct } from "../support/own-product";
import { expect, test } from "../support/test";
import { camera } from "./camera";

const ADA = { firstName: "Ada", lastName: "Okonkwo", email: "ada.okonkwo@mail.example" };

test("the database is away while somebody signs up", async ({ browser }) => {
  const own = await startOwnProduct();
  const shots = await camera(browser);
  await shots.take(own.appUrl + own.eventPath, "event-unavailable", {
    prepare: async (page) => {
      own.proxy.cut();
      await fillForm(page, ADA);
      await expect(page.getByRole("heading", { name: "We can’t take sign‑ups" })).toBeVisible();
      own.proxy.mend();
    },
  });
  await shots.close();
  await own.remove();
});
