"use client";
import { useEffect } from "react";

/**
 * Tells the page that frames this one how high it is (public/embed.js listens there), at first, when
 * asked and whenever it changes. The height is nobody's secret, so whoever frames may hear it.
 */
export function EmbedHeight() {
  useEffect(() => {
    if (window.parent === window) return;
    const tell = () => {
      const { height } = document.body.getBoundingClientRect();
      window.parent.postMessage({ usherHeight: height }, "*");
    };
    const answer = (event: MessageEvent) => {
      if (event.data === "usher-height?") tell();
    };
    const observer = new ResizeObserver(tell);
    observer.observe(document.body);
    addEventListener("message", answer);
    return () => {
      observer.disconnect();
      removeEventListener("message", answer);
    };
  }, []);
  return null;
}
