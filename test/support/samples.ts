import { createOutbox } from "../../src/outbox/outbox.ts";
import type { Report } from "../../src/report/report.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import type { ScrubContext } from "../../src/seal/draft.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { formatKeys } from "../../src/seal/field-names.ts";
import { createSealer, type Sealed } from "../../src/seal/seal.ts";
import type { KnownSubject, Subject } from "../../src/seal/subject.ts";
import { titleOf } from "../../src/seal/title.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { openConsentFile } from "./consents.ts";

/** An ordinary subject. */
export const sampleSubject: KnownSubject = {
  publisher: "default",
  plugin: "unknown",
  uuid: "2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10",
  ownPaths: [],
};

/** An ordinary report. */
export const sampleReport: Report = {
  platform: "python",
  level: "error",
  handled: true,
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  logger: "red.weather",
  message: "Exception in command 'forecast'",
  breadcrumbs: [{ message: "asked for a forecast", level: "info", category: "red.weather" }],
  hosts: [{ name: "red", version: "3.5.5" }],
  error: {
    type: "KeyError",
    value: "'rain'",
    frames: [
      {
        path: "/opt/bot/cogs/weather/forecast.py",
        function: "forecast",
        line: 41,
        source: 'return table["rain"]',
      },
    ],
  },
};

/** A context for the scrubber without secrets of this machine. */
export const sampleScrubContext = (): ScrubContext => {
  const literals = { tokens: [], secrets: [] };
  return { scrubber: createScrubber({ formatKeys, literals }), literals };
};

export interface SampleOptions {
  /** Makes samples differ. */
  readonly name?: string;
  readonly subject?: Partial<Subject>;
  /** When the error happened, in epoch milliseconds. */
  readonly timeMs?: number;
  /** The least bytes of the payload. */
  readonly minBytes?: number;
}

/** Seals one event with the real scrubber. */
export function sealSample({ name = "rain", subject = {}, timeMs, minBytes = 0 }: SampleOptions = {}): Sealed {
  const crumb = { message: "one more drop fell into the barrel. ".repeat(50) };
  const breadcrumbs = Array.from({ length: Math.min(25, Math.ceil(minBytes / 1800)) }, () => crumb);
  const source = "drop.fall(into=barrel) ".repeat(20);
  const frames = Array.from({ length: Math.ceil(Math.max(0, minBytes - 45_000) / 550) }, (_, line) => ({
    ...{ path: "/opt/bot/cogs/weather/barrel.py", function: "fill", line, source },
  }));
  const error = { ...sampleReport.error, value: `'${name}'`, frames: sampleReport.error.frames };
  const chain = frames.length === 0 ? error : { ...error, cause: chained(frames) };
  const report = {
    ...sampleReport,
    error: chain,
    ...(breadcrumbs.length > 0 && { breadcrumbs }),
    ...(timeMs && { timeMs }),
  };
  return createSealer(sampleScrubContext())(draftEvent(report, { ...sampleSubject, ...subject }, 0));
}

/** Splits frames among several causes, because frames beyond 50 of one exception are trimmed. */
function chained(frames: Report["error"]["frames"]): Report["error"] {
  const error = { type: "OverflowError", value: "the barrel is full", frames: frames.slice(0, 50) };
  return frames.length > 50 ? { ...error, cause: chained(frames.slice(50)) } : error;
}

/** Puts samples into the outbox of a real home, as `capture` would. */
export async function keepSamples(home: string, ...samples: readonly Sealed[]): Promise<void> {
  const outbox = openOutbox(home);
  for (const sealed of samples) await outbox.keep(sealed, titleOf(sealed.bytes));
}

/** Puts samples into the outbox of a real home, as `watch` would under the newest decision. */
export async function keepWatched(home: string, ...samples: readonly Sealed[]): Promise<void> {
  const [outbox, publishers] = [openOutbox(home), await openConsentFile(home).read()];
  const generation = Math.max(0, ...[...publishers.values()].map((consent) => consent.generation));
  for (const sealed of samples) await outbox.keep(sealed, titleOf(sealed.bytes), { capture: "automatic", generation });
}

/** The outbox of a real home. */
export function openOutbox(home: string) {
  const env = { VEXTEL_HOME: home };
  const world = createNodeWorld(() => Promise.reject(new Error("no network here")), env);
  return createOutbox(resolvePaths(env, "/"), world);
}
