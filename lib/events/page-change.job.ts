import { withTx } from "@/lib/db/database";
import { handle } from "@/lib/jobs/handle";
import { bumpPage } from "@/lib/pages/bump";
import { changePage } from "./page-change";

export const changePageHandler = handle(changePage, ({ eventId }) =>
  withTx((tx) => bumpPage(tx, eventId)),
);
