import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { POST } from "@/app/api/notifications/route";
import { resetEnv } from "@/lib/env";

/** This process under an address that the sandbox notifies, with the product's own route behind it. */
export function useNotifications(): { address(): string } {
  let server: Server | undefined;
  let address = "";
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const url = new URL(request.url ?? "", address);
      const answer = await POST(new Request(url, { method: "POST", body }));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.NEXTAUTH_URL = address;
    resetEnv();
  });
  afterAll(() => {
    server?.close();
  });
  return { address: () => `${address}/api/notifications` };
}
