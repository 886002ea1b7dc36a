import { writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { chooseProxy } from "../../src/deliver/http/proxy.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { certificate, startTlsServer } from "../support/tls-server.ts";

const https = "https://sentry.example/api/42/envelope/";
const ip = "https://192.0.2.7:9000/api/42/envelope/";

test.each<[string, string, Record<string, string>, string | undefined]>([
  ["none by default", https, {}, undefined],
  ["HTTPS_PROXY", https, { HTTPS_PROXY: "http://p:1" }, "http://p:1"],
  ["small letters first", https, { HTTPS_PROXY: "http://p:1", https_proxy: "http://q:1" }, "http://q:1"],
  ["not http_proxy", https, { http_proxy: "http://p:1", HTTP_PROXY: "http://p:1" }, undefined],
  ["ALL_PROXY else", https, { ALL_PROXY: "http://p:1" }, "http://p:1"],
  ["not for the host in NO_PROXY", https, { HTTPS_PROXY: "http://p:1", NO_PROXY: "a, sentry.example" }, undefined],
  ["not for its parent domain", https, { HTTPS_PROXY: "http://p:1", no_proxy: ".example" }, undefined],
  ["not for host and port", ip, { https_proxy: "http://p:1", NO_PROXY: "192.0.2.7:9000" }, undefined],
  ["but for another port", ip, { https_proxy: "http://p:1", NO_PROXY: "192.0.2.7:9001" }, "http://p:1"],
  ["but for a name that only ends alike", https, { HTTPS_PROXY: "http://p:1", NO_PROXY: "try.example" }, "http://p:1"],
  ["but for an address that only ends alike", ip, { HTTPS_PROXY: "http://p:1", NO_PROXY: "7" }, "http://p:1"],
  ["without a scheme it is http", https, { HTTPS_PROXY: "p.example:3128" }, "http://p.example:3128"],
  ["not for a network in NO_PROXY", ip, { https_proxy: "http://p:1", NO_PROXY: "10.0.0.0/8,192.0.2.0/24" }, undefined],
  ["but for another network", ip, { https_proxy: "http://p:1", NO_PROXY: "128.0.0.0/8,::/0,x/8" }, "http://p:1"],
  [
    "not for a network of IPv6",
    "https://[2001:db8::1]/",
    { https_proxy: "http://p:1", NO_PROXY: "2001:db8::/32" },
    undefined,
  ],
  ["never with *", https, { HTTPS_PROXY: "http://p:1", NO_PROXY: "*" }, undefined],
  ["empty values are ignored", https, { HTTPS_PROXY: "", NO_PROXY: "" }, undefined],
])("proxy: %s", (_, url, env, proxy) => {
  expect(chooseProxy(url, env)).toBe(proxy);
});

test("no proxy for this machine: elsewhere, its name means another one, and http is not encrypted", () => {
  const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
  const env = Object.fromEntries(proxies.map((name) => [name, "http://p:1"]));
  for (const host of ["127.0.0.1:9000", "127.1", "localhost", "[::1]"])
    for (const protocol of ["http", "https"])
      expect(chooseProxy(`${protocol}://${host}/api/42/envelope/`, env), `${protocol} ${host}`).toBeUndefined();
});

/** Starts a proxy that records the targets, and connects each of them to this port of this machine. */
async function startProxy(port: number) {
  const tunnels: string[] = [];
  const server = createServer((client) => {
    client.on("error", () => {});
    client.once("data", (head) => {
      tunnels.push(/^CONNECT (\S+)/.exec(head.toString())?.[1] ?? "no tunnel");
      const target = connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
      target.on("error", () => client.destroy());
      client.pipe(target).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { tunnels, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("send uses the proxy of the environment, except for this machine", async () => {
  const home = temporaryFolder();
  const [here, elsewhere] = [await startRecordingServer(), await startTlsServer()];
  const proxy = await startProxy(elsewhere.port);
  const NODE_EXTRA_CA_CERTS = join(home, "certificate.pem");
  writeFileSync(NODE_EXTRA_CA_CERTS, certificate);
  const dsn = "https://key@sentry.example/42";
  const samples = [
    sealSample({ name: "rain", subject: { dsn } }),
    sealSample({ name: "snow", subject: { dsn } }),
    sealSample({ name: "hail", subject: { dsn: here.dsn } }),
  ];
  await keepSamples(home, ...samples);
  const send = async (index: number, env: Record<string, string>) =>
    (await runVextel(["send", samples[index]!.id], { home, env })).status;

  expect(await send(0, { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS })).toBe(0);
  expect(proxy.tunnels).toEqual(["sentry.example:443"]);
  expect(elsewhere.requests).toHaveLength(1);
  expect(await send(1, { https_proxy: "http://127.0.0.1:1", NODE_EXTRA_CA_CERTS })).toBe(5);
  expect(await send(2, { http_proxy: proxy.url, https_proxy: proxy.url, all_proxy: proxy.url })).toBe(0);
  expect(proxy.tunnels).toHaveLength(1);
  expect(here.requests).toHaveLength(1);
});

test("if a proxy refuses or cannot be used, the event is kept, and the reason is reported", async () => {
  const home = temporaryFolder();
  const sealed = sealSample({ subject: { dsn: "https://key@sentry.example/1" } });
  await keepSamples(home, sealed);
  const proxy = createServer((client) => {
    client.on("error", () => {});
    client.once("data", () => client.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  for (const [https_proxy, says] of [
    [`127.0.0.1:${port}`, "the proxy answered 502"],
    ["http://:::", "the proxy that the environment names cannot be used"],
    ["http://127.0.0.1:1", "through the proxy that the environment names: no server answers at this address"],
    ["socks5://127.0.0.1:1", "the proxy that the environment names cannot be used"],
  ] as const) {
    const { status, stdout, stderr } = await runVextel(["send", sealed.id], { home, env: { https_proxy } });
    expect([status, stderr]).toEqual([5, ""]);
    expect(stdout).toContain(`not reached  ${says}`);
  }
  const { stdout } = await runVextel(["list"], { home });
  expect(stdout).toMatch(/waiting \(the proxy/);
});
