import { expect, it, onTestFinished } from "vitest";
import { withTx } from "@/lib/db/database";
import { describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { bumpPage } from "./bump";
import { watchPages } from "./watch";

describeDatabases("the page watch", () => {
  /** A watch whose looks the test decides, with the slugs that it handed over. */
  async function begin(revalidate?: () => void, againMs = 60_000) {
    const handed: string[][] = [];
    const watch = await watchPages(
      async (slugs) => {
        revalidate?.();
        handed.push(slugs);
      },
      { everyMs: 60_000, againMs },
    );
    onTestFinished(() => watch.stop());
    return { watch, handed };
  }

  it("hands over a page that changed, once", async () => {
    const event = await insertEvent();
    await withTx((tx) => bumpPage(tx, event.id));
    const { watch, handed } = await begin();
    await watch.look();
    expect(handed).toEqual([]);

    await withTx((tx) => bumpPage(tx, event.id));
    await watch.look();
    await watch.look();
    expect(handed).toEqual([[event.slug]]);
  });

  it("drops a change once more, for what had been read before it and was kept after it", async () => {
    const event = await insertEvent();
    const { watch, handed } = await begin(undefined, 50);
    await withTx((tx) => bumpPage(tx, event.id));
    await watch.look();
    expect(handed).toEqual([[event.slug]]);
    await expect.poll(() => handed, { timeout: 60_000 }).toEqual([[event.slug], [event.slug]]);
  });

  it("hands over a page that is new", async () => {
    const { watch, handed } = await begin();
    const event = await insertEvent();
    await withTx((tx) => bumpPage(tx, event.id));
    await watch.look();
    expect(handed).toEqual([[event.slug]]);
  });

  it("hears nothing of a change that was rolled back", async () => {
    const event = await insertEvent();
    const { watch, handed } = await begin();
    await withTx(async (tx) => {
      await bumpPage(tx, event.id);
      throw new Error("no");
    }).catch(() => {});
    await watch.look();
    expect(handed).toEqual([]);
  });

  it("drops both addresses of a page that moved", async () => {
    const event = await insertEvent();
    await withTx((tx) => bumpPage(tx, event.id));
    const { watch, handed } = await begin();
    await withTx(async (tx) => {
      await tx.updateTable("events").set({ slug: "moved" }).where("id", "=", event.id).execute();
      await bumpPage(tx, event.id);
    });
    await watch.look();
    expect(handed).toEqual([["moved", event.slug]]);
  });

  it("hands a change over again when it could not be revalidated", async () => {
    const event = await insertEvent();
    let down = true;
    const { watch, handed } = await begin(() => {
      if (down) throw new Error("down");
    });
    await withTx((tx) => bumpPage(tx, event.id));
    await expect(watch.look()).rejects.toThrow("down");
    down = false;
    await watch.look();
    expect(handed).toEqual([[event.slug]]);
  });

  it("hands over a page at the moment at which it opens", async () => {
    const opensAt = new Date(Date.now() + 700);
    const event = await insertEvent({ opensAt });
    await insertEvent({ opensAt: new Date(Date.now() + 3_600_000) });
    const { handed } = await begin(() =>
      expect(Date.now()).toBeGreaterThanOrEqual(opensAt.getTime()),
    );
    await expect.poll(() => handed, { timeout: 60_000 }).toEqual([[event.slug]]);
  });

  it("hands over a page at the time that it was moved to, not at the one before", async () => {
    const event = await insertEvent({ closesAt: new Date(Date.now() + 700) });
    const { watch, handed } = await begin();
    const closesAt = new Date(Date.now() + 1_500);
    await withTx(async (tx) => {
      await tx
        .updateTable("events")
        .set({ closes_at: closesAt })
        .where("id", "=", event.id)
        .execute();
      await bumpPage(tx, event.id);
    });
    await watch.look();
    const edited = handed.length;
    await expect.poll(() => handed.length, { timeout: 60_000 }).toBe(edited + 1);
    expect(Date.now()).toBeGreaterThanOrEqual(closesAt.getTime());
  });
});
