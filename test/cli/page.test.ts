import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const token = ["MTA0NTY3ODkwMTIzNDU2Nzg5", "GhTr4q", "k3Jd0s8Fh2Lm5Np7Qr9St1Uv3Wx5Yz7Ab9Cd1Ef"].join(".");

const log = `[2026-11-20 10:00:01] [ERROR] red.kiosk: <script>alert(1)</script> token: ${token}
Traceback (most recent call last):
  File "/home/keeper/cogs/kiosk/kiosk.py", line 7, in buy
    raise ValueError("no change")
ValueError: "'><img src=x onerror=alert(2)> password=hunter2-hunter2 from 203.0.113.9, key="${token}"
`;

test("the page of a hostile log contains nothing private and nothing that runs, pending or previewed", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: log });
  const [event] = await runJson<{ id: string; sha256: string }[]>(["list"], { home });
  const pages = [
    await runVextel(["show", "--html", event!.id], { home }),
    await runVextel(["preview", "--html"], { home, stdin: log }),
  ];
  for (const { status, stdout } of pages) {
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/<script|<img|hunter2|203\.0\.113|keeper/);
    const check = await runVextel(["scrub", "--check"], { home, stdin: stdout });
    expect(check).toMatchObject({ status: 0, stdout: "" });
  }
  expect(pages[0]!.stdout).toContain(`SHA-256 <code>${event!.sha256}</code><br><code>vextel send ${event!.id}</code>`);
  expect(pages[0]!.stdout).toContain("pending; nothing has been sent");
});

test("a page contains raw text only on request, and says so; the log must still contain that text", async () => {
  const home = temporaryFolder();
  const file = join(home, "red.log");
  writeFileSync(file, log);
  await runVextel(["capture", file], { home });
  const [event] = await runJson<{ id: string }[]>(["list"], { home });
  for (const words of [
    ["show", "--html", "--with-raw", event!.id],
    ["preview", "--html", "--with-raw", file],
  ]) {
    const { status, stdout, stderr } = await runVextel(words, { home });
    expect([status, stderr]).toEqual([0, expect.stringContaining("This page contains raw text: do not share it")]);
    expect(stdout).toContain("This page contains raw text, which is not sent. Do not share it.");
    expect(stdout).toMatch(/<mark>hunter2-hunter2<\/mark>/);
    expect(stdout).toContain("203.0.113.9");
    expect(stdout).not.toMatch(/<script|<img/);
  }
  writeFileSync(file, "");
  const gone = await runVextel(["show", "--html", "--with-raw", event!.id], { home });
  expect([gone.status, gone.stdout, gone.stderr]).toEqual([3, "", expect.stringContaining("raw text is not kept")]);
  const other = join(home, "other.log");
  writeFileSync(other, log);
  const named = await runVextel(["show", "--html", "--with-raw", "--log", other, event!.id], { home });
  expect([named.status, named.stdout.includes("hunter2")]).toEqual([0, true]);
});

test("contradictory output options are refused, and raw text is refused except in a page", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: log });
  const [event] = await runJson<{ id: string }[]>(["list"], { home });
  for (const [command, ...flags] of [
    ["show", "--html", "--json"],
    ["show", "--raw", "--html"],
    ["show", "--format", "markdown", "--json"],
    ["preview", "--json", "--raw"],
    ["preview", "--html", "--json"],
    ["show", "--with-raw"],
    ["show", "--with-raw", "--json"],
    ["preview", "--with-raw", "--json"],
  ] as const) {
    const words = command === "show" ? [command, ...flags, event!.id] : [command, ...flags];
    const { status, stdout, stderr } = await runVextel(words, { home, stdin: log });
    expect([words, status, stdout]).toEqual([words, 2, ""]);
    expect(stderr).toMatch(/nothing was printed/);
  }
});

test("an issue for the plugin's author contains nothing private, whether the event is pending, sent or without an address", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: log });
  const [event] = await runJson<{ id: string }[]>(["list"], { home });
  const { status, stdout } = await runVextel(["show", "--format", "markdown", event!.id], { home });
  expect([status, stdout]).toEqual([0, expect.stringContaining("ValueError: ")]);
  expect(stdout).not.toMatch(/hunter2|203\.0\.113|keeper/);
  expect(stdout).not.toContain(event!.id);
  expect(await runVextel(["scrub", "--check"], { home, stdin: stdout })).toMatchObject({ status: 0, stdout: "" });
});
