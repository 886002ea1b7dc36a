import { chmodSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { consentFileContent } from "../../src/consent/stored.ts";
import { yesTo } from "../support/consents.ts";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const enabled = yesTo(["https://sentry.example/42"]);
const valid = JSON.stringify(consentFileContent(new Map([["default", enabled]])), null, 2);

const traceback = `Traceback (most recent call last):
  File "/opt/bot/cogs/weather/forecast.py", line 41, in forecast
    return table["rain"]
KeyError: 'rain'
`;

/** Each makes a consent file that would mean "enabled" if it could be trusted. */
const damages: Record<string, (path: string) => void> = {
  "cut off": (path) => writeFileSync(path, valid.slice(0, -20)),
  "not JSON": (path) => writeFileSync(path, "enabled: true\n"),
  "of a newer version": (path) => writeFileSync(path, valid.replace('"version": 2', '"version": 3')),
  "enabled since never": (path) => writeFileSync(path, valid.replace(/"since": "[^"]+"/, '"since": null')),
  "a folder": (path) => mkdirSync(path),
  "a link to elsewhere": (path) => {
    writeFileSync(`${path}.elsewhere`, valid);
    symlinkSync(`${path}.elsewhere`, path);
  },
  "a link to nowhere": (path) => symlinkSync(`${path}.nowhere`, path),
  unreadable: (path) => writeFileSync(path, valid),
};

for (const [name, damage] of Object.entries(damages))
  test(`a consent file that is ${name} means not enabled, and is left unchanged`, async () => {
    const home = temporaryFolder();
    const server = await startRecordingServer();
    const sealed = sealSample({ subject: { dsn: server.dsn } });
    await keepSamples(home, sealed);
    const path = join(home, "consent.json");
    damage(path);
    const before = snapshot(path);
    giveToNobody(home);
    if (name === "unreadable") chmodSync(path, 0o000);
    const run = (...args: string[]) => runVextel(args, { home, stdin: traceback, ...nobody });

    const status = await run("status", "--json");
    expect(status.status).toBe(7);
    const [publisher] = JSON.parse(status.stdout).publishers;
    expect(publisher).toMatchObject({ name: "default", effective: "disabled", source: "consent file", waiting: 1 });
    expect(status.stderr).toContain(path);
    const advice: Record<string, RegExp> = {
      "of a newer version": /update this one/,
      unreadable: /Check its permissions and its owner/,
    };
    const next = advice[name] ?? /mv \S+ \S+/;
    expect(status.stderr, "what to do next").toMatch(next);

    const needing = [["status"], ["enable", "--yes"], ["send", sealed.id], ["capture"], ["preview"]];
    const others = [["disable"], ["manual", "off"], ["send", "--all"], ["reset", "--yes"]];
    if (name === "cut off" || name === "a link to elsewhere") needing.push(...others);
    for (const args of needing) {
      const { status, stdout, stderr } = await run(...args);
      expect([args, status]).toEqual([args, 7]);
      expect(stdout + stderr, "the reason").toMatch(/consent file|consent\.json/);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
    if (name === "cut off")
      for (const args of [["list"], ["show", sealed.id], ["scrub"]]) expect((await run(...args)).status).toBe(0);

    expect(server.connections).toBe(0);
    if (name === "unreadable") chmodSync(path, 0o600);
    expect(snapshot(path)).toEqual(before);
  });

/** What is at a path: a file with its content, a link with its target, or a folder. */
function snapshot(path: string): unknown {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return ["link", readlinkSync(path)];
  if (entry.isDirectory()) return ["folder"];
  return ["file", readFileSync(path, "utf8")];
}
