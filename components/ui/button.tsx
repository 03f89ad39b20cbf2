import clsx from "clsx";
import type { ComponentPropsWithRef } from "react";

interface Look {
  /** `primary` (the event's accent) once a view; `ink` is the desk's next step. */
  variant?: "plain" | "primary" | "ink" | "bad" | "quiet";
  size?: "small" | "medium" | "large";
  /** As wide as what it stands in. */
  block?: boolean;
}

/** The classes of a button, for what is none of the two below. */
export function buttonClass({ variant = "plain", size = "medium", block }: Look = {}): string {
  return clsx(
    "button",
    variant !== "plain" && `button--${variant}`,
    size !== "medium" && `button--${size}`,
    block && "button--block",
  );
}

export function Button({
  variant,
  size,
  block,
  className,
  type = "button",
  ...rest
}: Look & ComponentPropsWithRef<"button">) {
  return (
    <button
      {...rest}
      type={type}
      className={clsx(buttonClass({ variant, size, block }), className)}
    />
  );
}

/**
 * A link that looks like a button. A plain `<a>`: public pages are left by a full load, so that
 * nothing is prefetched and each page brings its own referrer policy and language.
 */
export function ButtonLink({
  variant,
  size,
  block,
  className,
  children,
  ...rest
}: Look & ComponentPropsWithRef<"a">) {
  return (
    <a {...rest} className={clsx(buttonClass({ variant, size, block }), className)}>
      {children}
    </a>
  );
}
