import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";
import { buttonClass } from "@/components/ui/button";

/**
 * A link inside the desk. Nothing is prefetched: its pages are live and read the database, so a
 * list of events would otherwise ask for all of them.
 */
export function DeskLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />;
}

/** The same as a button of the desk's density. */
export function DeskButton({
  variant,
  size = "small",
  className,
  ...rest
}: ComponentProps<typeof Link> & {
  variant?: "plain" | "primary" | "ink" | "bad" | "quiet";
  size?: "small" | "medium";
}) {
  return <DeskLink {...rest} className={clsx(buttonClass({ variant, size }), className)} />;
}
