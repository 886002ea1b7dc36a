import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseRecord } from "../../src/outbox/record.ts";
import { envelopeOf, manifestOf, post } from "../relay/support.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { redWriter } from "../support/red-writer.ts";
import type { Run } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { filesOf, readConsent } from "../support/sound-home.ts";
import { library, startWindows, type Windows, whyNoWindows } from "../support/windows.ts";

/** How often `capture` is killed. */
const kills = Math.min(30, Number(process.env.VEXTEL_TEST_KILLS ?? 6));
const whyNot = whyNoWindows();
const patience = { timeout: 240_000 + kills * 20_000 };

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly count: number;
}

let windows: Windows;
beforeAll(() => {
  if (!whyNot) windows = startWindows();
}, 240_000);
afterAll(() => windows?.remove(), 60_000);

const done = ({ status, stdout, stderr }: Run) => {
  expect(status, stderr).toBe(0);
  return stdout;
};
const run = async (home: string, ...args: string[]) => done(await windows.run(args, { home }));
const capture = async (home: string, name: string, log: string) => {
  writeFileSync(windows.path(name), log);
  return run(home, "capture", `C:\\${name}`);
};
const list = async (home: string) => JSON.parse(await run(home, "list", "--json")) as Listed[];
const herons = (listed: readonly Listed[]) =>
  listed.flatMap(({ title, count }) => Array<string>(count).fill(/'(.*)'/.exec(title)?.[1] ?? title)).sort();

/** Expects all files of a home to be readable. */
function expectSound(home: string): void {
  mkdirSync(windows.path(home), { recursive: true }); // it may have been killed at its start
  for (const name of filesOf(windows.path(home)).filter((name) => name.endsWith(".json"))) {
    const bytes = readFileSync(windows.path(home, name));
    if (name.startsWith("outbox/")) expect(parseRecord(bytes), name).toBeDefined();
    else expect(() => JSON.parse(bytes.toString()) as unknown, name).not.toThrow();
  }
  readConsent(windows.path(home));
}

describe.skipIf(whyNot !== undefined)(`on the Node for Windows${whyNot ? ` (skipped: ${whyNot})` : ""}`, () => {
  test(
    "an owner can preview, capture, list, show and send events, decide, change the decision and reset",
    patience,
    async () => {
      const server = await startRecordingServer();
      const home = "owner";
      writeFileSync(windows.path("red.log"), sampleLog("rain", "snow").replaceAll("\n", "\r\n"));
      expect(await run(home, "preview", "C:\\red.log")).toContain("KeyError: 'rain'");
      writeFileSync(
        windows.path("vextel.json"),
        JSON.stringify({
          publisher: "harbour",
          plugins: { weather: { version: "1.2.3", dsn: server.dsn, paths: ["weather"] } },
        }),
      );
      await run(home, "publisher", "add", "C:\\vextel.json");
      await run(home, "capture", "C:\\red.log");
      const [first, second] = (await list(home)).map(({ id }) => id);
      const shown = await windows.run(["show", first!, "--raw"], { home });
      await run(home, "send", first!);
      expect(server.requests.map(({ body }) => body.equals(shown.bytes))).toEqual([true]);
      await run(home, "enable", "harbour", "--yes");
      expect(await run(home, "status")).toMatch(/^harbour: enabled/m);
      await run(home, "disable", "harbour");
      expect(await run(home, "status")).toMatch(/^harbour: disabled/m);
      await run(home, "drop", second!);
      expect(await list(home)).toEqual([]);
      await run(home, "reset", "--yes");
      expectSound(home);
    },
  );

  test("two concurrent processes keep each of their errors once", patience, async () => {
    const names = [0, 1].map((half) => Array.from({ length: 8 }, (_, at) => `heron ${inLetters(8 * half + at)}`));
    await Promise.all(names.map(async (some, half) => capture("two", `half${half}.log`, sampleLog(...some))));
    expect(herons(await list("two"))).toEqual(names.flat().sort());
    expectSound("two");
  });

  test(
    `capture, killed at ${kills} random moments by a signal or by taskkill, has kept what it reported, and the next run keeps the others`,
    patience,
    async () => {
      const home = "killed";
      const log = (round: number) =>
        sampleLog(...["rain", "snow", "hail"].map((name) => `${name} ${inLetters(round)}`));
      const reported = new Set<string>();
      let tookMs = 0;
      for (let round = 0; round < kills; round++) {
        const startMs = performance.now();
        const killAfterMs = tookMs * (0.3 + 0.8 * Math.random());
        writeFileSync(windows.path("round.log"), log(round));
        let killed: Promise<unknown> | undefined;
        const kill = (child: ChildProcess) => {
          if (round % 2 === 0) child.kill("SIGKILL");
          else killed = windows.taskkill("node.exe");
        };
        let timer: NodeJS.Timeout | undefined;
        const { stdout, signal } = await windows.run(["capture", "C:\\round.log"], {
          home,
          onStart: (child) => {
            if (tookMs) timer = setTimeout(() => kill(child), killAfterMs);
          },
        });
        clearTimeout(timer); // otherwise it would kill the next one
        await killed;
        if (signal === null && round % 2 === 0) tookMs = performance.now() - startMs;
        for (const [id] of stdout.matchAll(/^[0-9a-f]{32}\b/gm)) reported.add(id);
        expectSound(home);
      }
      const all = Array.from({ length: kills }, (_, round) => log(round));
      await capture(home, "all.log", all.join(""));
      const listed = await list(home);
      expect(listed).toHaveLength(3 * kills);
      expect([...reported].filter((id) => !listed.some((one) => one.id === id))).toEqual([]);
    },
  );

  test("watch keeps each error once while Red's logging rotates the files that it reads", patience, async () => {
    const home = "watch";
    mkdirSync(windows.path("logs"), { recursive: true });
    mkdirSync(windows.path(home, "outbox", "waiting"), { recursive: true });
    writeFileSync(windows.path("writer.js"), `process.argv.splice(1, 1);${redWriter}`); // as with `node -e`
    const waiting = () =>
      readdirSync(windows.path(home, "outbox", "waiting")).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
    const watching = windows.run(["watch", "C:\\logs\\latest.log"], {
      home,
      async onStart(child, said) {
        await expect.poll(said, { timeout: 60_000 }).toContain("Watching");
        const words = ["C:\\writer.js", "C:\\logs", "40", "2500", "1"];
        done(await windows.runNode(words, { home, env: { BLOCK: sampleLog("@") } }));
        await expect.poll(waiting, { timeout: 60_000, interval: 200 }).toHaveLength(40);
        child.kill("SIGKILL");
      },
    });
    await watching;
    expect(herons(await list(home))).toEqual(Array.from({ length: 40 }, (_, number) => inLetters(number)).sort());
    expectSound(home);
  });

  test("the relay keeps an event of an SDK", patience, async () => {
    const home = "relay";
    const dsn = await run(home, "relay", "dsn", "moth/lamps");
    const [, key] = /^http:\/\/([0-9a-f]{32})@/.exec(dsn)!;
    const relaying = windows.run(["relay", "--listen", "127.0.0.1:0"], {
      home,
      async onStart(child, said) {
        const address = /http:\/\/127\.0\.0\.1:(\d+)/;
        await expect.poll(said, { timeout: 60_000 }).toMatch(address);
        const port = Number(address.exec(said())![1]);
        const event = { exception: { values: [{ type: "KeyError", value: "dusk" }] } };
        const body = envelopeOf({ event_id: "ab".repeat(16) }, [{ type: "event" }, event]);
        const reply = await post({ port, headers: { "X-Sentry-Auth": `Sentry sentry_key=${key}` }, body });
        expect(reply.status).toBe(200);
        child.kill("SIGKILL");
      },
    });
    await relaying;
    expect(await run(home, "show", "ab".repeat(16))).toContain("moth/lamps");
    expectSound(home);
  });

  test("the library keeps an error, and its sender, a separate process, delivers it", patience, async () => {
    const server = await startRecordingServer();
    const home = "library";
    writeFileSync(windows.path("moth.json"), manifestOf("moth", "lamps", server.dsn, ["lamps"]));
    await run(home, "publisher", "add", "C:\\moth.json");
    await run(home, "enable", "moth", "--yes");
    mkdirSync(windows.path("lamps"), { recursive: true });
    cpSync(resolve(import.meta.dirname, "../reporter/bots/ending.mjs"), windows.path("lamps", "bot.mjs"));
    const env = { VEXTEL_LIBRARY: `file:///${library.replaceAll("\\", "/")}`, DSN: server.dsn, HOW: "throws" };
    const { stderr } = await windows.runNode(["C:\\lamps\\bot.mjs"], { home, env: { ...env, STARTED: "1" } });
    expect(stderr).toContain("RangeError: no oil");
    await run(home, "list");
    await expect
      .poll(() => server.requests.map(({ body }) => body.toString()), { timeout: 60_000 })
      .toContainEqual(expect.stringContaining("RangeError"));
    expectSound(home);
  });
});
