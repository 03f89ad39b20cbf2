import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { FocusBox } from "./focus-box";

const NOTHING: never[] = [];

/**
 * What has to be put right, at the top of its form; takes the focus when it appears, and when
 * what it says is new (keep `items` the same between renders of one answer). Without
 * JavaScript the redirect to `#summary` does that.
 */
export function ErrorSummary({
  title,
  items = NOTHING,
  children,
}: {
  title: string;
  /** One for each field: the id of its control and what to do. */
  items?: { field: string; text: string }[];
  children?: ReactNode;
}) {
  return (
    // Anew with each answer: the second time something is wrong it is news as well.
    <FocusBox
      className="summary"
      id="summary"
      role="alert"
      aria-labelledby="summary-title"
      news={items}
      said={children}
    >
      <h2 id="summary-title">
        <Icon name="alert" />
        {title}
      </h2>
      {children}
      {items.length > 0 ? (
        <ul>
          {items.map((item) => (
            <li key={item.field}>
              <a href={`#${item.field}`}>{item.text}</a>
            </li>
          ))}
        </ul>
      ) : null}
    </FocusBox>
  );
}
