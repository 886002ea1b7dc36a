import { type AddressInfo, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { chooseProxy } from "../../src/deliver/proxy.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const https = "https://sentry.example/api/42/envelope/";
const http = "http://127.0.0.1:9000/api/42/envelope/";

test.each<[string, string, Record<string, string>, string | undefined]>([
  ["none by default", https, {}, undefined],
  ["HTTPS_PROXY for https", https, { HTTPS_PROXY: "http://p:1" }, "http://p:1"],
  ["small letters first", https, { HTTPS_PROXY: "http://p:1", https_proxy: "http://q:1" }, "http://q:1"],
  ["not HTTPS_PROXY for http", http, { HTTPS_PROXY: "http://p:1" }, undefined],
  ["http_proxy for http", http, { http_proxy: "http://p:1" }, "http://p:1"],
  ["not http_proxy for https", https, { http_proxy: "http://p:1" }, undefined],
  ["HTTP_PROXY is left to CGI", http, { HTTP_PROXY: "http://p:1" }, undefined],
  ["ALL_PROXY else", https, { ALL_PROXY: "http://p:1" }, "http://p:1"],
  ["not for the host in NO_PROXY", https, { HTTPS_PROXY: "http://p:1", NO_PROXY: "a, sentry.example" }, undefined],
  ["not for its parent domain", https, { HTTPS_PROXY: "http://p:1", no_proxy: ".example" }, undefined],
  ["not for host and port", http, { http_proxy: "http://p:1", NO_PROXY: "127.0.0.1:9000" }, undefined],
  ["but for another port", http, { http_proxy: "http://p:1", NO_PROXY: "127.0.0.1:9001" }, "http://p:1"],
  ["but for a name that only ends alike", https, { HTTPS_PROXY: "http://p:1", NO_PROXY: "try.example" }, "http://p:1"],
  ["without a scheme it is http", https, { HTTPS_PROXY: "p.example:3128" }, "http://p.example:3128"],
  ["not for a network in NO_PROXY", http, { http_proxy: "http://p:1", NO_PROXY: "10.0.0.0/8,127.0.0.0/8" }, undefined],
  ["but for another network", http, { http_proxy: "http://p:1", NO_PROXY: "128.0.0.0/8,::/0,x/8" }, "http://p:1"],
  ["not for a network of IPv6", "http://[::1]/", { http_proxy: "http://p:1", NO_PROXY: "::/64" }, undefined],
  ["never with *", https, { HTTPS_PROXY: "http://p:1", NO_PROXY: "*" }, undefined],
  ["empty values are ignored", https, { HTTPS_PROXY: "", NO_PROXY: "" }, undefined],
])("proxy: %s", (_, url, env, proxy) => {
  expect(chooseProxy(url, env)).toBe(proxy);
});

/** Starts a proxy that tunnels and records the targets. */
async function startProxy() {
  const tunnels: string[] = [];
  const server = createServer((client) => {
    client.on("error", () => {});
    client.once("data", (head) => {
      const [, host, port] = /^CONNECT ([\d.]+):(\d+)/.exec(head.toString()) ?? [];
      tunnels.push(`${host}:${port}`);
      const target = connect(Number(port), host!, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
      target.on("error", () => client.destroy());
      client.pipe(target).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { tunnels, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const nowhere = "http://127.0.0.1:1";

test("send uses the proxy of the environment, except for hosts that the environment excludes", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const proxy = await startProxy();
  const samples = ["rain", "snow", "hail", "fog"].map((name) => sealSample({ name, subject: { dsn: server.dsn } }));
  await keepSamples(home, ...samples);
  const send = async (index: number, env: Record<string, string>) =>
    (await runVextel(["send", samples[index]!.id], { home, env })).status;

  expect(await send(0, { http_proxy: proxy.url })).toBe(0);
  expect(proxy.tunnels).toEqual([`127.0.0.1:${server.port}`]);
  expect(await send(1, { http_proxy: nowhere, NO_PROXY: "127.0.0.1" })).toBe(0);
  expect(await send(2, { http_proxy: proxy.url, no_proxy: "1" })).toBe(0);
  expect(proxy.tunnels).toHaveLength(2);
  expect(await send(3, { http_proxy: nowhere })).toBe(5);
  expect(server.requests).toHaveLength(3);
});

test("if a proxy refuses or cannot be used, the event is kept, and the reason is reported", async () => {
  const home = temporaryFolder();
  const sealed = sealSample({ subject: { dsn: "http://key@127.0.0.1:9/1" } });
  await keepSamples(home, sealed);
  const proxy = createServer((client) => {
    client.on("error", () => {});
    client.once("data", () => client.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  for (const [http_proxy, says] of [
    [`127.0.0.1:${port}`, "the proxy answered 502"],
    ["http://:::", "the proxy that the environment names cannot be used"],
    ["socks5://127.0.0.1:1", "the proxy that the environment names cannot be used"],
  ] as const) {
    const { status, stdout, stderr } = await runVextel(["send", sealed.id], { home, env: { http_proxy } });
    expect([status, stderr]).toEqual([5, ""]);
    expect(stdout).toContain(`not reached  ${says}`);
  }
  const { stdout } = await runVextel(["list"], { home });
  expect(stdout).toMatch(/waiting \(the proxy/);
});
