// Shows new mail by itself: asks for the newest message's name, and loads the page again when it changed.
const list = document.querySelector("[data-newest]");
if (list) {
  setInterval(async () => {
    if (document.hidden) return;
    if (document.activeElement?.matches("input, select")) return;
    try {
      const answer = await fetch("/mailbox/newest", { cache: "no-store" });
      const { id } = await answer.json();
      if ((id ?? "") !== list.dataset.newest) location.reload();
    } catch {
      // The sandbox is being restarted.
    }
  }, 3000);
}
