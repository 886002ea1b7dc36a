import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveEventId } from "../../src/cli/arguments/event-ids.ts";
import { shortIdLength } from "../../src/cli/lists/event-rows.ts";
import { renderProgress } from "../../src/cli/pipeline/progress.ts";
import { writeRedInstallation } from "../support/red-installation.ts";
import { runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { hasTmux, startOnScreen } from "../support/screen.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function capturedHome() {
  const home = temporaryFolder();
  const [logs] = writeRedInstallation(home);
  const env = { VEXTEL_HOME: join(home, "own") };
  await runVextel(["capture", "--bot", "tavern"], { home, env });
  return { home, env, logs: logs! };
}

const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });

test("the part of an id that a list shows has at least eight digits and is enough for every other command", () => {
  const similar = fc
    .tuple(hex, hex, fc.integer({ min: 0, max: 31 }))
    .map(([a, b, at]) => [a, a.slice(0, at) + b.slice(at)]);
  fc.assert(
    fc.property(fc.array(similar, { minLength: 1, maxLength: 5 }), (pairs) => {
      const ids = [...new Set(pairs.flat())];
      const length = shortIdLength(ids);
      expect(length).toBeGreaterThanOrEqual(8);
      for (const id of ids) expect(resolveEventId(ids, id.slice(0, length))).toBe(id);
    }),
  );
});

for (const [columns, rows] of [
  [80, 24],
  [60, 15],
] as const)
  test.skipIf(!hasTmux)(`on a terminal of ${columns} columns each line of a list is one line`, async () => {
    const { home, env } = await capturedHome();
    writeFileSync(
      join(home, "vextel.json"),
      JSON.stringify({
        publisher: "larder",
        title: "Cogs for kitchens, larders and every other room of a well kept house",
        plugins: { forecast: { version: "1.0.0", dsn: "https://key@sentry.example/7", paths: ["forecast/x"] } },
      }),
    );
    await runVextel(["publisher", "add", join(home, "vextel.json")], { home, env });
    for (const words of [["list", "--all"], ["history"], ["find"], ["publisher", "list"]]) {
      const screen = startOnScreen(words, home, env, [columns, rows]);
      expect(await screen.end()).toBe(0);
      for (const line of screen.readJoined().split("\n")) expect(line.length, line).toBeLessThanOrEqual(columns);
    }
  });

test.skipIf(!hasTmux)(
  "on a terminal, list shows ages, counts and the error; in a pipe, its output does not change",
  async () => {
    const { home, env } = await capturedHome();
    const screen = startOnScreen(["list"], home, env, [80, 24]);
    expect(await screen.end()).toBe(0);
    const [, shown] = /^([0-9a-f]{8}) +\d+ \w+ ago +×2 +larder-cogs\.foreca\S+ +by hand +StationError/m.exec(
      screen.read(),
    )!;
    expect((await runVextel(["show", shown!], { home, env })).status).toBe(0);
    const { stdout } = await runVextel(["list"], { home, env });
    expect(stdout).toMatch(
      /^[0-9a-f]{12} {2}2026-11-25 08:30:11 UTC {2}waiting {2}default\/larder-cogs\.forecast {2}Stat.* ×2, 2026-/m,
    );
  },
);

test.skipIf(!hasTmux)("on a terminal of 40 columns, list shows the error beside its id", async () => {
  const { home, env } = await capturedHome();
  const screen = startOnScreen(["list"], home, env, [40, 15]);
  expect(await screen.end()).toBe(0);
  expect(screen.read()).toMatch(/^[0-9a-f]{8} +×2 +StationError: /m);
  await runVextel(["drop", "--all"], { home, env });
  const all = startOnScreen(["list", "--all"], home, env, [40, 15]);
  expect(await all.end()).toBe(0);
  expect(all.read()).toMatch(/^[0-9a-f]{8} +×2 +dropped {2}StationError/m);
});

/** A pager that runs this script. */
function writePager(home: string, script: string): string {
  const path = join(home, "pager.sh");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.skipIf(!hasTmux)(
  "preview begins with a summary, and output longer than a screen goes through the pager",
  async () => {
    const { home, env } = await capturedHome();
    const seen = join(home, "seen.txt");
    const pager = writePager(home, `cat > ${seen}; echo "pager: $LESS"`);
    const screen = startOnScreen(
      ["preview", "--bot", "tavern"],
      home,
      { ...env, PAGER: pager, NO_COLOR: "1" },
      [400, 24], // so wide that no line is wrapped
    );
    expect(await screen.end()).toBe(0);
    expect(screen.read()).toContain("pager: FRX");
    const { stdout } = await runVextel(["preview", "--bot", "tavern"], { home, env });
    const plain = readFileSync(seen, "utf8");
    expect(plain).toMatch(/^4 events, each in full below\n1 +\d+ \w+ ago +keeper\.dice +IndexError[^\n]*\n2 /);
    expect(plain.slice(plain.indexOf("Event 1"))).toBe(stdout.slice(stdout.indexOf("Event 1")));
  },
);

test.skipIf(!hasTmux)("less shows the summary first, and q ends it, with preview's status and message", async () => {
  const { home, env } = await capturedHome();
  const screen = startOnScreen(["preview", "--bot", "tavern"], home, { ...env, PAGER: "less" }, [80, 24]);
  await screen.see(/4 events, each in full below[\s\S]*\n:/);
  screen.press("C-c"); // less continues
  screen.press("q");
  expect(await screen.end()).toBe(0);
  expect(screen.read()).toContain("Keep them: vextel capture --bot tavern");
});

test.skipIf(!hasTmux)("a pager that is missing or quit early does no harm", async () => {
  const { home, env } = await capturedHome();
  for (const [PAGER, isShown] of [
    ["/nonexistent/pager", true],
    [writePager(home, "exit 0"), false],
    ["cat", true],
  ] as const) {
    const screen = startOnScreen(["preview", "--bot", "tavern"], home, { ...env, PAGER }, [80, 24]);
    expect(await screen.end()).toBe(0);
    expect([PAGER, screen.read().includes("Event 4")]).toEqual([PAGER, isShown]);
  }
});

test("a pipe has no summary and no pager", async () => {
  const { home, env } = await capturedHome();
  const { stdout } = await runVextel(["preview", "--bot", "tavern"], { home, env: { ...env, PAGER: "false" } });
  expect(stdout).toMatch(/^Event 1 /);
});

test("progress of a long input is shown as far as it is known", () => {
  const known = { bytes: 50e6, size: 200e6, errors: 12, elapsedMs: 3000 };
  expect(renderProgress(known)).toBe("25 % of 200 MB, 12 errors, 9 s left");
  expect(renderProgress({ ...known, size: undefined })).toBe("50 MB, 12 errors");
  expect(renderProgress({ ...known, errors: undefined })).toBe("25 % of 200 MB, 9 s left");
  expect(renderProgress({ ...known, bytes: 300e6 })).toBe("300 MB, 12 errors"); // the file has grown
  expect(renderProgress({ ...known, size: undefined, bytes: 900 })).toBe("1 kB, 12 errors");
});

test.skipIf(!hasTmux)("on a terminal, the progress of a long input is shown and removed again", async () => {
  const home = temporaryFolder();
  const pipe = join(home, "slow.log");
  execFileSync("mkfifo", [pipe]);
  const screen = startOnScreen(["preview", "--no-pager", pipe], home, {}, [80, 24]);
  const fd = openSync(pipe, "r+");
  const timer = setInterval(() => writeSync(fd, sampleLog("rain")), 100);
  try {
    await screen.see(/\d kB, \d+ errors/);
  } finally {
    clearInterval(timer);
  }
  closeSync(fd);
  expect(await screen.end()).toBe(0);
  expect(screen.read()).not.toMatch(/\d kB/);
});

test("list does not say that nothing is pending when only nothing matches", async () => {
  const home = temporaryFolder();
  expect((await runVextel(["list"], { home })).stderr).toBe("No pending events.\n");
  await runVextel(["capture"], { home, stdin: sampleLog("rain") });
  for (const flags of [
    ["--since", "2099-01-01"],
    ["--state", "rejected"],
  ])
    expect((await runVextel(["list", ...flags], { home })).stderr).toBe("No matching events.\n");
});
