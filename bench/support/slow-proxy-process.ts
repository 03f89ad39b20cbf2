import net from "node:net";

/* A network that takes its time: passes everything on so many milliseconds later. */

const delay = Number(process.env.PROXY_DELAY_MS);
const target = new URL(process.env.PROXY_TARGET ?? "");

const server = net.createServer((near) => {
  const far = net.connect(Number(target.port), target.hostname);
  for (const socket of [near, far]) socket.setNoDelay(true);
  // Only the way there: together it is the round trip that counts.
  near.on("data", (data) => setTimeout(() => far.write(data), delay));
  far.on("data", (data) => near.write(data));
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.({ type: "ready" }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
