// Gives each frame of an Usher form on this page the height that its form needs.
(() => {
  const { origin } = new URL(document.currentScript.src);
  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((frame) =>
      frame.src.startsWith(`${origin}/e/`),
    );
  addEventListener("message", (event) => {
    const height = Number(event.data?.usherHeight);
    if (event.origin !== origin || !(height > 0 && height < 20_000)) return;
    for (const frame of frames())
      if (frame.contentWindow === event.source) frame.style.height = `${Math.ceil(height)}px`;
  });
  // Those that were there first have said theirs already.
  for (const frame of frames()) frame.contentWindow?.postMessage("usher-height?", origin);
})();
