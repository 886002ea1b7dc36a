import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digest } from "../../src/seal/ids/digest.ts";
import { type Play, startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { someOf } from "../support/some-of.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Row {
  readonly name: string;
  readonly play: Play | (() => Play);
  /** Exit status of `send`. */
  readonly exit: number;
  readonly state: "sent" | "rejected" | "limited" | "waiting";
  /** What `send` and `list` print. */
  readonly says: RegExp;
  /** Seconds from now until which each category is closed. */
  readonly limits?: Readonly<Record<string, number>>;
  /** How often the body arrived; once by default. */
  readonly arrives?: 0 | 1;
}

const inOneHour = () => new Date(Date.now() + 3_600_000).toUTCString();

const rows: Row[] = [
  { name: "200", play: { status: 200 }, exit: 0, state: "sent", says: /answered 200/ },
  { name: "a 200 whose body never ends", play: "body without end", exit: 0, state: "sent", says: /answered 200/ },
  {
    name: "200 with a limit",
    play: { status: 200, headers: { "X-Sentry-Rate-Limits": "300:error:key, 60:transaction;session:organization" } },
    ...{ exit: 0, state: "sent", says: /answered 200/, limits: { error: 300, transaction: 60, session: 60 } },
  },
  { name: "400", play: { status: 400 }, exit: 4, state: "rejected", says: /400.*could not read/ },
  { name: "401", play: { status: 401 }, exit: 4, state: "rejected", says: /401.*DSN's key/ },
  { name: "403", play: { status: 403 }, exit: 4, state: "rejected", says: /403.*project/ },
  { name: "404", play: { status: 404 }, exit: 4, state: "rejected", says: /404.*no Sentry/ },
  { name: "413", play: { status: 413 }, exit: 4, state: "rejected", says: /413.*too large/ },
  { name: "408", play: { status: 408 }, exit: 5, state: "waiting", says: /408.*in time/ },
  { name: "500", play: { status: 500 }, exit: 5, state: "waiting", says: /500.*failed/ },
  { name: "502, as proxies answer", play: { status: 502 }, exit: 5, state: "waiting", says: /502.*failed/ },
  { name: "503", play: { status: 503 }, exit: 5, state: "waiting", says: /503.*failed/ },
  { name: "no status that HTTP knows", play: { status: 999 }, exit: 5, state: "waiting", says: /999.*failed/ },
  {
    name: "a redirect",
    play: { status: 307, headers: { Location: "http://127.0.0.1:1/" } },
    ...{ exit: 4, state: "rejected", says: /307, a redirect, which is not followed/ },
  },
  {
    name: "429 with X-Sentry-Rate-Limits for errors",
    play: { status: 429, headers: { "X-Sentry-Rate-Limits": "120:error;default:project:quota", "Retry-After": "5" } },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { error: 120 } },
  },
  {
    name: "429 with X-Sentry-Rate-Limits for everything",
    play: { status: 429, headers: { "X-Sentry-Rate-Limits": "90.5::organization" } },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { "": 90.5 } },
  },
  {
    name: "429 with Retry-After in seconds",
    play: { status: 429, headers: { "Retry-After": "77" } },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { "": 77 } },
  },
  {
    name: "429 with Retry-After as a date",
    play: () => ({ status: 429, headers: { "Retry-After": inOneHour() } }),
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { "": 3600 } },
  },
  {
    name: "429 without a word",
    play: { status: 429 },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { "": 60 } },
  },
  {
    name: "429 with limits of other kinds only",
    play: { status: 429, headers: { "X-Sentry-Rate-Limits": "40:replay" } },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { "": 60 } },
  },
  {
    name: "429 with a time that has passed",
    play: { status: 429, headers: { "Retry-After": "0" } },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { "": 60 } },
  },
  {
    name: "429 with less than a minute",
    play: { status: 429, headers: { "X-Sentry-Rate-Limits": "5:error" } },
    ...{ exit: 6, state: "limited", says: /limits the rate/, limits: { error: 60 } },
  },
  {
    name: "a reset before the body is read",
    play: "reset before the body",
    ...{ exit: 5, state: "waiting", says: /ECONNRESET|EPIPE/, arrives: 0 },
  },
  { name: "a reset after the body", play: "reset after the body", exit: 5, state: "waiting", says: /ECONNRESET/ },
  { name: "no answer within the time limit", play: "hang", exit: 5, state: "waiting", says: /no answer within 10 s/ },
];

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly reason?: string;
  readonly retryAt?: string;
  readonly sha256: string;
}

for (const { name, play, exit, state, says, limits = {}, arrives = 1 } of someOf(rows, 8))
  test(`after ${name} an event is ${state}, and nothing is lost or sent under another id`, async () => {
    const home = temporaryFolder();
    const startMs = Date.now();
    const server = await startRecordingServer(typeof play === "function" ? play() : play);
    const sealed = sealSample({ subject: { dsn: server.dsn } });
    await keepSamples(home, sealed);

    const sent = await runVextel(["send", sealed.id], { home });
    expect([sent.status, sent.stderr]).toEqual([exit, ""]);
    expect(sent.stdout).toMatch(says);
    expect(sent.stdout.split("\n").length, "one line an event").toBe(2);
    expect(server.requests.map(({ body }) => digest(body))).toEqual(Array(arrives).fill(sealed.sha256));
    expect(server.connections).toBe(1);

    const listed = await runJson<Listed[]>(["list", "--all"], { home });
    expect(listed.map(({ id, state, sha256 }) => ({ id, state, sha256 }))).toEqual([
      { id: sealed.id, state, sha256: sealed.sha256 },
    ]);
    if (state !== "sent") expect(listed[0]!.reason).toMatch(says);
    expectLimits(readLimits(home)[server.dsn] ?? {}, limits, startMs);

    await sendAgain(home, server, sealed, { settled: state === "sent", closed: isClosed(limits), arrives });
  });

const isClosed = (limits: Readonly<Record<string, number>>) => "" in limits || "error" in limits;

/** Sends again: these exact bytes are sent, unless they were sent already or may not be sent. */
async function sendAgain(
  home: string,
  server: Awaited<ReturnType<typeof startRecordingServer>>,
  sealed: ReturnType<typeof sealSample>,
  before: { settled: boolean; closed: boolean; arrives: number },
) {
  server.play = { status: 200 };
  const again = await runVextel(["send", sealed.id.slice(0, 8)], { home });
  expect(again.status).toBe(!before.settled && before.closed ? 6 : 0);
  const more = before.settled || before.closed ? 0 : 1;
  expect(server.requests.map(({ body }) => digest(body))).toEqual(Array(before.arrives + more).fill(sealed.sha256));
  expect(server.connections).toBe(1 + more);
}

const readLimits = (home: string): Record<string, Record<string, number>> => {
  try {
    return JSON.parse(readFileSync(join(home, "rate-limits.json"), "utf8")).limits;
  } catch {
    return {};
  }
};

/** Checks when limits end, with tolerance: they start during the test, and dates in headers have whole seconds. */
function expectLimits(found: Record<string, number>, seconds: Readonly<Record<string, number>>, startMs: number) {
  expect(Object.keys(found)).toEqual(Object.keys(seconds));
  for (const [category, untilMs] of Object.entries(found)) {
    const givenMs = untilMs - seconds[category]! * 1000;
    expect(givenMs).toBeGreaterThan(startMs - 1000);
    expect(givenMs).toBeLessThanOrEqual(Date.now());
  }
}
