"use client";
import { useEffect, useRef } from "react";

/**
 * Tells the page that frames this one how high it is (public/embed.js listens there), at first, when
 * asked and whenever it changes. The height is nobody's secret, so whoever frames may hear it.
 */
export function EmbedHeight() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // Not the body: that is at least as high as the frame, which then never shrinks.
    const page = mark.current?.closest(".embed");
    if (!page || window.parent === window) return;
    const tell = () => {
      const { height } = page.getBoundingClientRect();
      window.parent.postMessage({ usherHeight: height }, "*");
    };
    const answer = (event: MessageEvent) => {
      if (event.data === "usher-height?") tell();
    };
    const observer = new ResizeObserver(tell);
    observer.observe(page);
    addEventListener("message", answer);
    return () => {
      observer.disconnect();
      removeEventListener("message", answer);
    };
  }, []);
  return <span hidden ref={mark} />;
}
