"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

const QUICK = 2_000;
const SLOW = 15_000;
/** Links mostly come within seconds; who waits longer than this asks less often. */
const QUICK_FOR = 90_000;

/**
 * Asks whether the pass says something new, and shows it when it does. `state` is what the page
 * shows now; nothing is asked while nobody looks.
 */
export function LinkWatch({ address, state }: { address: string; state: string }) {
  const router = useRouter();
  useEffect(() => {
    const began = Date.now();
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look() {
      if (document.visibilityState !== "hidden" && (await changed(address, state))) {
        router.refresh();
      }
      if (!stopped) timer = setTimeout(look, Date.now() - began < QUICK_FOR ? QUICK : SLOW);
    }
    timer = setTimeout(look, QUICK);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [address, state, router]);
  return null;
}

async function changed(address: string, state: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) return false;
    return ((await answer.json()) as { state: string }).state !== state;
  } catch {
    return false;
  }
}
