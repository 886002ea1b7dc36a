import { chmodSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { inLetters } from "../support/sample-log.ts";
import { openOutbox } from "../support/samples.ts";
import { expectSoundHome } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { makeKey, startRelayProcess } from "./start-relay.ts";
import { envelopeOf, post } from "./support.ts";

const auth = (key: string) => ({ "X-Sentry-Auth": `Sentry sentry_key=${key}` });
const event = (id: string, word = "dusk") =>
  envelopeOf({ event_id: id }, [{ type: "event" }, { exception: { values: [{ type: "KeyError", value: word }] } }]);

test("an error that an SDK reports is listed by `list`, shown by `show` under the SDK's id, and counted by `status`", async () => {
  const home = temporaryFolder();
  const key = await makeKey(home, "moth/lamps");
  const { port, child, ended, said } = await startRelayProcess(home);
  const id = "ab".repeat(16);
  expect((await post({ port, headers: auth(key), body: event(id) })).status).toBe(200);
  expect((await post({ port, headers: {}, body: event(id) })).status).toBe(403);
  const shown = await runVextel(["show", id], { home });
  expect([shown.status, shown.stdout]).toEqual([0, expect.stringContaining("moth/lamps")]);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(said()).toMatch(/Stopped; every event that was accepted is kept\.\n$/);
  const { relay } = await runJson<{ relay: object }>(["status"], { home });
  expect(relay).toMatchObject({ running: false, refusals: { 403: 1 }, plugins: { "moth/lamps": { kept: 1 } } });
  expectSoundHome(home);
});

test("`relay dsn` makes one key for each plugin, readable only by this account, and can revoke it", async () => {
  const home = temporaryFolder();
  const key = await makeKey(home, "moth/lamps");
  expect(await makeKey(home, "moth/lamps")).toBe(key);
  expect(statSync(join(home, "relay.json")).mode & 0o777).toBe(0o600);
  const { port } = await startRelayProcess(home);
  const statusWith = async (named: string) => (await post({ port, headers: auth(named), body: envelopeOf({}) })).status;
  expect(await statusWith(key)).toBe(200);
  const rotated = await runJson<{ dsn: string }>(["relay", "dsn", "moth/lamps", "--rotate"], { home });
  expect(rotated.dsn).toBe(`http://${rotated.dsn.slice(7, 39)}@127.0.0.1:${port}/moth/lamps/1`);
  await expect.poll(() => statusWith(key), { timeout: 5_000 }).toBe(403);
  expect(await statusWith(rotated.dsn.slice(7, 39))).toBe(200);
  expect(await runJson(["relay", "dsn"], { home })).toHaveLength(1);
  expect((await runVextel(["relay", "dsn", "moth/lamps", "--forget"], { home })).status).toBe(0);
  expect((await runVextel(["relay", "dsn", "moth/lamps", "--forget"], { home })).status).toBe(3);
  await expect.poll(() => statusWith(rotated.dsn.slice(7, 39)), { timeout: 5_000 }).toBe(403);
});

test.each([
  [["relay", "dsn", "no-slash"], 2],
  [["relay", "dsn", "moth/lamps", "--vars", "all"], 2],
  [["relay", "dsn", "--rotate"], 2],
  [["relay", "run"], 2],
  [["relay", "--listen", "nowhere"], 2],
  [["relay", "--listen", "127.0.0.1:99999"], 2],
])("vextel %j is refused, and says what to do", async (args, status) => {
  const run = await runVextel(args, { home: temporaryFolder() });
  expect([run.status, run.stderr.trim().split("\n").length]).toEqual([status, 2]);
});

test("a second relay is refused, and so is a port that another program uses", async () => {
  const home = temporaryFolder();
  const { port } = await startRelayProcess(home);
  const second = await runVextel(["relay", "--listen", "127.0.0.1:0"], { home });
  expect([second.status, second.stderr]).toEqual([2, expect.stringContaining("runs already")]);
  const other = await runVextel(["relay", "--listen", `127.0.0.1:${port}`], { home: temporaryFolder() });
  expect([other.status, other.stderr]).toEqual([2, expect.stringContaining("Another program")]);
});

test("a proxy that would get everything unencrypted is reported", async () => {
  const home = temporaryFolder();
  const warned = async (env: Record<string, string>) =>
    (await runVextel(["relay", "dsn", "moth/lamps"], { home, env })).stderr.includes("clear text");
  expect(await warned({ http_proxy: "http://proxy.example:3128" })).toBe(true);
  expect(await warned({ HTTP_PROXY: "http://proxy.example:3128", no_proxy: "localhost" })).toBe(true);
  expect(await warned({ http_proxy: "http://proxy.example:3128", no_proxy: "localhost,127.0.0.1" })).toBe(false);
  expect(await warned({ https_proxy: "http://proxy.example:3128" })).toBe(false);
});

test.skipIf(process.platform === "win32")(
  "`relay run` does not start a program whose errors it cannot redirect, and says what to do",
  async () => {
    const home = temporaryFolder();
    giveToNobody(home);
    chmodSync(home, 0o500);
    const command = [process.execPath, "-e", "console.log('started')"];
    const { status, stdout, stderr } = await runVextel(["relay", "run", "--", ...command], {
      ...{ home, cwd: "/", ...nobody },
    });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /The program was not started, because its errors cannot be redirected: Cannot .* \(EACCES\)/,
    );
    expect(stderr).toMatch(/permissions, or point VEXTEL_HOME to another folder\. The relay .* same folder/);
  },
);

/** How often the relay is killed. */
const kills = Number(process.env.VEXTEL_TEST_KILLS ?? 4);

/** Kills a relay `rounds` times under load, and checks that each event that it accepted is in the outbox. */
async function surviveKills(rounds: number): Promise<void> {
  const home = temporaryFolder();
  const key = await makeKey(home, "moth/lamps");
  const outbox = openOutbox(home);
  const answered = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const { port, child, ended } = await startRelayProcess(home);
    const send = async (number: number) => {
      const id = (round * 1000 + number).toString(16).padStart(32, "a");
      // every third event is equal to others
      const reply = post({
        port,
        headers: auth(key),
        body: event(id, number % 3 ? `lamp of ${inLetters(round * 1000 + number)}` : "equal"),
      });
      if ((await reply.catch(() => undefined))?.status === 200) answered.add(id);
    };
    const load = Array.from({ length: 30 }, (_, number) => send(number));
    await Promise.race([...load.slice(0, 3), new Promise((resolve) => setTimeout(resolve, 2_000))]);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
    child.kill("SIGKILL");
    await ended;
    await Promise.all(load);
    expectSoundHome(home);
  }
  const waiting = (await outbox.list()).map(({ id }) => id);
  const settled = (await outbox.receipts()).map(({ id }) => id);
  for (const id of answered) expect([...waiting, ...settled].filter((one) => one === id)).toHaveLength(1);
  for (const id of waiting) await outbox.read(id);
  expect(answered.size).toBeGreaterThan(0);
  if (process.env.VEXTEL_TEST_TIMES) console.log("kills", rounds, "answered", answered.size, "pending", waiting.length);
}

test(
  "killed at any moment under load, the relay has kept each event that it answered with 200 exactly once",
  async () => {
    for (let left = kills; left > 0; left -= 10) await surviveKills(Math.min(left, 10));
  },
  60_000 + kills * 20_000,
);

/** How many idle connections are opened. */
const connections = Number(process.env.VEXTEL_TEST_CONNECTIONS ?? 300);

test(
  "slow, silent, invalid and very many connections are limited, and SDKs still get answers",
  async () => {
    const home = temporaryFolder();
    const key = await makeKey(home, "moth/lamps");
    const { port } = await startRelayProcess(home);
    const open = (text: string, connected = () => {}) =>
      new Promise<string>((resolve) => {
        let answer = "";
        const socket = connect(port, "127.0.0.1", () => socket.write(text, connected));
        socket.on("data", (chunk) => (answer += chunk));
        socket.on("error", () => {});
        socket.on("close", () => resolve(answer));
      });
    const head = `POST /api/1/envelope/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Sentry-Auth: Sentry sentry_key=${key}\r\n`;
    const slow = [
      open(`${head}Content-Length: 1000\r\n\r\n{`), // the rest never comes
      open(head), // the head never ends
      open(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`),
    ];
    const nonsense = await Promise.all([
      open("\x16\x03\x01\x02\x00\x01"), // TLS
      open("GET / HTTP/9.9\r\n\r\n"),
      open(`${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      open(`${head}X-Long: ${"x".repeat(20_000)}\r\n\r\n`),
    ]);
    for (const answer of nonsense) expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    const idle: Promise<string>[] = [];
    while (idle.length < connections) {
      // not more at a time than the system queues: a connection that is not even queued is never answered
      const wave = Array.from({ length: 200 }, () => {
        let connected = () => {};
        const isOpen = new Promise<void>((resolve) => (connected = resolve));
        idle.push(open("", connected));
        return Promise.race([isOpen, idle.at(-1)]);
      });
      await Promise.all(wave);
    }
    await expect
      .poll(
        async () => (await post({ port, headers: auth(key), body: envelopeOf({}) }).catch(() => undefined))?.status,
        {
          timeout: 20_000 + connections * 10,
          interval: 200,
        },
      )
      .toBe(200);
    const answers = await Promise.all([...slow, ...idle]); // all are closed in the end
    expect(answers[0]).toMatch(/^HTTP\/1\.1 408 /);
    expect((await post({ port, headers: auth(key), body: event("cd".repeat(16)) })).status).toBe(200);
  },
  60_000 + connections * 20,
);

test("the relay says once that it cannot keep errors, and when it keeps them again", async () => {
  const home = temporaryFolder();
  const key = await makeKey(home, "moth/lamps");
  const { port, child, ended, said } = await startRelayProcess(home);
  const report = async (word: string) =>
    (await post({ port, headers: auth(key), body: event(word.repeat(32), word) })).status;
  writeFileSync(join(home, "outbox"), "");
  expect([await report("a"), await report("b")]).toEqual([503, 503]);
  rmSync(join(home, "outbox"));
  expect(await report("c")).toBe(200);
  child.kill("SIGTERM");
  await ended;
  expect(said().match(/until this works, errors that SDKs report are lost\n/g)).toHaveLength(1);
  expect(said().match(/Errors are kept again\n/g)).toHaveLength(1);
});
