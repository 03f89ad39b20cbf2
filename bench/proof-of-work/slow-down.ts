/** Of these, everything of the browser runs in the first. */
const PARTS_MS = [10, 30] as const;

/**
 * Lets a browser have a quarter of the processor's time, all of its processes and threads: DevTools
 * slows down the page's own thread alone, and keys are derived on another.
 * @param pid leads the browser's process group.
 * @returns ends it.
 */
export function slowDown(pid: number): () => void {
  const [runs, stands] = PARTS_MS;
  let ended = false;
  let timer: NodeJS.Timeout;
  const stand = () => {
    process.kill(-pid, "SIGSTOP");
    timer = setTimeout(run, stands);
  };
  const run = () => {
    process.kill(-pid, "SIGCONT");
    if (!ended) timer = setTimeout(stand, runs);
  };
  stand();
  return () => {
    ended = true;
    clearTimeout(timer);
    run();
  };
}
