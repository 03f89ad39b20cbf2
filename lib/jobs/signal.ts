export interface Signal {
  fire(): void;
  /** Resolves when it was fired since the last wait, or after `milliseconds`. */
  wait(milliseconds: number): Promise<void>;
}

/** A wake-up that is not lost when it comes while nobody waits. */
export function createSignal(): Signal {
  let fired = false;
  let release: (() => void) | null = null;
  return {
    fire() {
      fired = true;
      release?.();
    },
    async wait(milliseconds) {
      if (!fired) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          release = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        release = null;
      }
      fired = false;
    },
  };
}
