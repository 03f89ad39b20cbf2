"use client";
import { type ComponentPropsWithoutRef, useEffect, useRef } from "react";

/** A box that takes the focus when it appears, and again whenever `news` or `said` is another. */
export function FocusBox({
  news,
  said,
  ...box
}: ComponentPropsWithoutRef<"div"> & { news?: unknown; said?: unknown }) {
  const self = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they tell one answer from another.
  useEffect(() => self.current?.focus(), [news, said]);
  return <div {...box} ref={self} tabIndex={-1} />;
}
