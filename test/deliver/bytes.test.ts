import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { digest } from "../../src/seal/ids/digest.ts";
import { repository } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { compileSentrySchema, hasSentrySchema } from "../support/sentry-schema.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const sizes = [0, 30_000, 40_000, 120_000, 240_000];

for (const minBytes of [0, 40_000, 240_000])
  test(`show prints exactly the bytes and headers that the server receives (${minBytes} bytes)`, async () => {
    const home = temporaryFolder();
    const server = await startRecordingServer();
    const { id } = await keepOne(home, server.dsn, minBytes);

    const raw = await runVextel(["show", "--raw", id], { home });
    const shown = await runJson<{ sha256: string; bytes: number; headers: object }>(["show", id], { home });
    const [listed] = await runJson<{ sha256: string; bytes: number }[]>(["list"], { home });
    const readable = await runVextel(["show", id], { home });
    expect((await runVextel(["send", id], { home })).status).toBe(0);

    const { body, headers, path } = server.requests[0]!;
    expect(body.equals(raw.bytes)).toBe(true);
    expect(body.length).toBeGreaterThanOrEqual(minBytes);
    const sha256 = digest(body);
    expect([shown.sha256, shown.bytes, listed!.sha256]).toEqual([sha256, body.length, sha256]);
    expect(raw.stderr).toContain(sha256);
    expect(readable.stdout).toContain(sha256);
    expect(path).toBe("/api/42/envelope/");
    expect(Object.fromEntries(headers)).toEqual(shown.headers);
    for (const [name, value] of headers) expect(readable.stdout).toContain(`${name}: ${value}\n`);
  });

test("the events of a small and a large error arrive exactly as show printed them", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const env = { VEXTEL_DSN: server.dsn };
  const log = sampleLog("rain") + largeError();
  const kept = await runJson<{ id: string; sha256: string }[]>(["capture"], { home, env, stdin: log });
  expect(kept).toHaveLength(2);
  for (const { id, sha256 } of kept) {
    const raw = await runVextel(["show", "--raw", id], { home, env });
    const { headers } = await runJson<{ headers: object }>(["show", id], { home, env });
    expect((await runVextel(["send", id], { home, env })).status).toBe(0);
    const received = server.requests.at(-1)!;
    expect(received.body.equals(raw.bytes)).toBe(true);
    expect(digest(received.body)).toBe(sha256);
    expect(Object.fromEntries(received.headers)).toEqual(headers);
  }
  expect(server.requests.map(({ body }) => body.length > 100_000)).toEqual([false, true]);
});

/** A chain of errors with many frames and long source lines. */
function largeError(): string {
  const frame = (line: number) =>
    `  File "/opt/bot/cogs/weather/barrel.py", line ${line}, in fill\n    ${"drop.fall(into=barrel) ".repeat(20)}\n`;
  const stack = Array.from({ length: 50 }, (_, line) => frame(line + 1)).join("");
  const errors = Array.from({ length: 5 }, (_, level) => `${header}${stack}OverflowError: barrel ${level} is full\n`);
  return errors.join("\nThe above exception was the direct cause of the following exception:\n\n");
}

const header = "Traceback (most recent call last):\n";

test("the strict parser of Sentry's own command line accepts each event", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  for (const minBytes of sizes) {
    const { id, bytes } = await keepOne(home, server.dsn, minBytes);
    const file = join(home, "event.envelope");
    writeFileSync(file, bytes);
    const env = { PATH: process.env.PATH, HOME: home, SENTRY_DSN: server.dsn };
    await run(join(repository, "node_modules/.bin/sentry-cli"), ["send-envelope", file], { env });
    const [header, , payload] = server.requests.at(-1)!.body.toString().split("\n");
    expect(JSON.parse(header!).event_id.replaceAll("-", "")).toBe(id);
    const own = JSON.parse(Buffer.from(bytes).toString().split("\n")[2]!);
    const kept = JSON.parse(payload!);
    for (const field of ["tags", "logentry", "user"]) expect(kept[field]).toMatchObject(own[field]);
    expect(kept.exception.values.map(outline)).toEqual(own.exception.values.map(outline));
  }
});

/** The parts that sentry-cli keeps; it omits default values. */
const outline = ({ type, value, stacktrace }: { type: string; value: string; stacktrace: { frames: object[] } }) => [
  type,
  value,
  stacktrace.frames.length,
];

const python = "/usr/bin/python3";
const hasPythonSdk = await run(python, ["-c", "import sentry_sdk.envelope"]).then(
  () => true,
  () => false,
);
test.skipIf(!hasPythonSdk)("the envelope parser of Sentry's Python SDK returns the same bytes", async () => {
  const home = temporaryFolder();
  for (const minBytes of sizes) {
    const { bytes } = sealSample({ minBytes });
    const file = join(home, "event.envelope");
    writeFileSync(file, bytes);
    const program = `
import sys
from sentry_sdk.envelope import Envelope
body = open(sys.argv[1], 'rb').read()
envelope = Envelope.deserialize(body)
assert envelope.serialize() == body
print(envelope.get_event()['event_id'])`;
    const { stdout } = await run(python, ["-c", program, file]);
    expect(stdout.trim()).toBe(sealSample({ minBytes }).id);
  }
});

test.skipIf(!hasSentrySchema)("each event is valid according to Sentry's schema", () => {
  const validate = compileSentrySchema();
  for (const minBytes of sizes) {
    const payload = JSON.parse(Buffer.from(sealSample({ minBytes }).bytes).toString().split("\n")[2]!);
    expect(validate(payload) ? [] : validate.errors).toEqual([]);
    expect(payload.exception.values.length).toBeGreaterThan(0);
  }
});

async function keepOne(home: string, dsn: string, minBytes: number) {
  const sealed = sealSample({ minBytes, subject: { dsn } });
  await keepSamples(home, sealed);
  return sealed;
}
