import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { openOutbox } from "../support/samples.ts";
import { hasTmux, type Screen, type Size, startOnScreen } from "../support/screen.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const secret = "hush.hush@example.org";
const error = (
  name: string,
  value: string,
  second: number,
) => `[2026-01-02 03:04:${second}] [INFO] red.weather: asked for ${value}
[2026-01-02 03:04:${second}] [ERROR] red.weather: Exception in command '${name}'
Traceback (most recent call last):
  File "/home/keeper/cogs/weather/${name}.py", line 41, in ${name}
    return table[name]
KeyError: '${value}'
`;
const log = [
  error("rain", `rain over Köln 天気 for ${secret}`, 10),
  error("snow", `snow for ${secret}`, 20),
  error("hail", "hail", 30),
].join("");

/** A home with three pending events of a log, and a server of their own. */
async function openHome() {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  const file = join(home, "red.log");
  writeFileSync(file, log);
  const vextel = (...words: string[]) => runVextel(words, { home });
  await vextel("capture", file);
  const list = () => runJson<{ id: string; sha256: string; approvedSha256?: string }[]>(["list"], { home });
  const start = (env: Record<string, string> = {}, size: Size = [80, 24], ...words: string[]) =>
    startOnScreen(["review", "--dsn", server.dsn, ...words], home, env, size);
  return { home, server, file, vextel, list, start, ids: (await list()).map(({ id }) => id) };
}

/** Presses a key, and waits until the screen shows the pattern. */
async function go(screen: Screen, key: string, pattern: RegExp): Promise<string> {
  screen.press(key);
  return screen.see(pattern);
}

test("without a terminal, review says what to use instead, and changes nothing", async () => {
  const { vextel, list, ids } = await openHome();
  const { status, stdout, stderr } = await vextel("review");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/needs a terminal[\s\S]*vextel list[\s\S]*vextel show[\s\S]*vextel send/);
  expect((await list()).map(({ id }) => id)).toEqual(ids);
  expect((await runVextel(["review", "nobody"], { home: temporaryFolder() })).status).toBe(2);
});

test.skipIf(!hasTmux)(
  "reviewed and edited events arrive byte for byte as shown; the others are kept or dropped as decided",
  async () => {
    const { server, start, list, ids, home } = await openHome();
    const screen = start({}, [140, 40]);
    await screen.see(/Event 1\/3[\s\S]*scrubbed: what is sent/);
    await go(screen, "c", /Comment to the plugin's author/);
    screen.press("only after the update, says ann@example.org");
    await screen.see(/example\.org/);
    await go(screen, "Enter", /changed: \d+ bytes/);
    await go(screen, "f", /\[=\] exception/);
    for (let at = 0; at < 60 && !/> *\[x\] logger/.test(screen.read()); at++) {
      screen.press("Down");
      await screen.see(/>/);
    }
    await go(screen, "Space", /> *\[ \] logger/);
    const [, sha256] = /changed: \d+ bytes, SHA-256 ([0-9a-f]{64})/.exec(
      await go(screen, "Enter", /changed: \d+ bytes/),
    )!;
    await go(screen, "s", /Event 2\/3/);
    await go(screen, "k", /Event 3\/3/);
    const closing = await go(screen, "d", /Do it\?/);
    expect(closing).toContain("send 1 · keep 1 · drop 1");
    expect(closing).toContain(sha256!.slice(0, 16));
    expect(server.requests.length).toBe(0);
    screen.press("y");
    expect(await screen.end()).toBe(0);
    expect(screen.read()).toMatch(/sent {2}the server answered 200[\s\S]*dropped[\s\S]*1 event pending/);
    const [{ body }] = server.requests as unknown as [{ body: Buffer }];
    expect([server.requests.length, digest(body)]).toEqual([1, sha256]);
    const { payload } = parseEnvelope(body);
    expect(payload).not.toHaveProperty("logger");
    expect(payload.contexts).toMatchObject({ owner: { comment: "only after the update, says EMAIL-ADDRESS" } });
    expect((await list()).map(({ id }) => id)).toEqual([ids[1]]);
    const receipt = await openOutbox(home).readReceipt(ids[0]!);
    expect([receipt?.state, receipt?.under, receipt?.sha256]).toEqual(["sent", { named: true }, sha256]);
  },
);

test.skipIf(!hasTmux)(
  "an event that is changed or sent elsewhere while it is shown is refused, and the screen says so",
  async () => {
    const { server, start, vextel, ids } = await openHome();
    const screen = start();
    await screen.see(/Event 1\/3[\s\S]*scrubbed/);
    await go(screen, "s", /Event 2\/3[\s\S]*scrubbed/);
    await go(screen, "s", /Event 3\/3[\s\S]*scrubbed/);
    await vextel("edit", ids[0]!, "--comment", "other words");
    expect((await vextel("send", "--dsn", server.dsn, ids[1]!)).status).toBe(0);
    await go(screen, "k", /Do it\?/);
    const said = await go(screen, "y", /Some of it failed/);
    expect(said).toMatch(/not done[\s\S]*changed while it was shown/);
    expect(said).toMatch(/not done[\s\S]*it was already sent/);
    await go(screen, "b", /Event 1\/2[\s\S]*scrubbed/);
    screen.press("q");
    expect(await screen.end()).toBe(8);
    expect(server.requests.length).toBe(1);
  },
);

test.skipIf(!hasTmux)("an unreachable server is reported on the screen, and the event stays pending", async () => {
  const { server, start, list } = await openHome();
  server.play = "reset before the body";
  const screen = start();
  await screen.see(/Event 1\/3[\s\S]*scrubbed/);
  await go(screen, "s", /Event 2\/3[\s\S]*scrubbed/);
  await go(screen, "q", /Do it\?/);
  expect(await go(screen, "y", /Some of it failed/)).toMatch(/kept: try again\s+later/);
  screen.press("Enter");
  expect(await screen.end()).toBe(5);
  const [first] = await list();
  expect(first!.approvedSha256).toBe(first!.sha256);
});

test.skipIf(!hasTmux)("Ctrl-C quits at once without changes and restores the terminal", async () => {
  const { start, list, server } = await openHome();
  const before = await list();
  const screen = start();
  await screen.see(/Event 1\/3[\s\S]*scrubbed/);
  await go(screen, "d", /Event 2\/3[\s\S]*scrubbed/);
  screen.press("C-c");
  expect(await screen.end()).toBe(130);
  expect(screen.read()).toContain("Interrupted. Nothing was sent or changed. 3 events pending");
  expect(screen.read()).not.toContain("scrubbed: what is sent");
  expect([await list(), server.requests.length]).toEqual([before, 0]);
});

test.skipIf(!hasTmux)(
  "raw text is only on the alternate screen, not on the terminal afterwards or in any file",
  async () => {
    const { home, start, file } = await openHome();
    const screen = start();
    await screen.see(/Event 1\/3[\s\S]*scrubbed/);
    expect(screen.read()).not.toContain(secret);
    expect(await go(screen, "Tab", /RAW: as it was/)).toContain(secret);
    screen.resize(100, 30);
    await screen.see(/RAW: as it was/);
    screen.resize(60, 15);
    await screen.see(/RAW: as it was/);
    expect(await go(screen, "Tab", /scrubbed: what is sent/)).not.toContain(secret);
    await go(screen, "Tab", /RAW: as it was/);
    screen.press("C-c");
    await screen.end();
    expect(screen.read()).not.toContain(secret);
    for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && path !== file) expect([path, readFileSync(path).includes(secret)]).toEqual([path, false]);
    }
  },
);

test.skipIf(!hasTmux)(
  "if the log is gone, the screen says that raw text is not kept, and --log names another",
  async () => {
    const { home, start, file } = await openHome();
    writeFileSync(file, "");
    const screen = start();
    await screen.see(/Event 1\/3[\s\S]*scrubbed/);
    await go(screen, "Tab", /raw text is not kept/);
    screen.press("C-c");
    await screen.end();
    writeFileSync(join(home, "other.log"), log);
    const other = start({}, [80, 24], "--log", join(home, "other.log"));
    await other.see(/Event 1\/3[\s\S]*scrubbed/);
    expect(await go(other, "Tab", /RAW: as it was/)).toContain(secret);
  },
);

const terminals: readonly (readonly [string, Size, Record<string, string>])[] = [
  ["80 by 24", [80, 24], {}],
  ["60 by 15", [60, 15], {}],
  ["120 by 40", [120, 40], {}],
  ["LANG=C", [80, 24], { LANG: "C", LC_ALL: "" }],
  ["NO_COLOR", [80, 24], { NO_COLOR: "1" }],
];

for (const [name, size, env] of terminals)
  test.skipIf(!hasTmux)(
    `on a terminal of ${name} each screen fits, and every part of an event can be seen`,
    async () => {
      const { start } = await openHome();
      const screen = start(env, size);
      const [columns, rows] = size;
      await screen.see(/Event 1\/3[\s\S]*scrubbed/);
      const seen = new Set<string>();
      for (let press = 0; press < 40 && !/100%/.test(screen.read()); press++) {
        for (const row of screen.rows()) seen.add(row.trim());
        const before = screen.read();
        screen.press("Space");
        for (let wait = 0; wait < 40 && screen.read() === before; wait++)
          await new Promise((done) => setTimeout(done, 25));
      }
      for (const row of screen.rows()) seen.add(row.trim());
      const all = [...seen].join("\n");
      for (const text of ["rain  in app", "Before it", "event_id", "vextel_version", "SHA-256", "POST "])
        expect(all).toContain(text);
      expect(all).toContain(env.LANG === "C" ? "K\\u00f6ln \\u5929\\u6c17" : "Köln 天気");
      expect(screen.rows().length).toBe(rows);
      expect(screen.rows()[0]).toMatch(/^Event 1\/3/);
      if (env.LANG === "C") expect(screen.read()).toMatch(/^[\x20-\x7e\n]*$/);
      const coloured = screen.read(true);
      if (env.NO_COLOR) expect(coloured).not.toMatch(/\u001b\[(?:3[0-7]|4[0-7]|1)m/);
      for (const [key, pattern] of [
        ["l", /Esc\] back/],
        ["Escape", /scrubbed/],
        ["?", /Nothing is sent or changed until/],
      ] as const) {
        await go(screen, key, pattern);
        expect([key, screen.rows().length]).toEqual([key, rows]);
      }
      screen.resize(columns + 9, rows + 3);
      await screen.see(/Nothing is sent or changed until/);
      screen.press("C-c");
      expect(await screen.end()).toBe(130);
    },
  );

test.skipIf(!hasTmux)(
  "with TERM=dumb, screens follow each other without control characters and without raw text",
  async () => {
    const { start, server } = await openHome();
    const screen = start({ TERM: "dumb" }, [80, 24]);
    await screen.see(/Event 1\/3[\s\S]*\[\?\]/);
    expect(screen.rows()[0]).toContain("Event 1/3"); // nothing was scrolled away, such as where the event is sent
    await go(screen, "Tab", /would stay on this terminal/);
    await go(screen, "k", /Event 2\/3[\s\S]*scrubbed/);
    await go(screen, "s", /Event 3\/3[\s\S]*scrubbed/);
    await go(screen, "q", /Do it\?/);
    screen.press("y");
    expect(await screen.end()).toBe(0);
    expect(server.requests.length).toBe(1);
  },
);
