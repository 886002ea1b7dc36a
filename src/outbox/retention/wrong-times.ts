import { earliestMs } from "../../world/earliest.ts";
import { isEventId, wrongTimesPath } from "../layout.ts";
import type { OutboxParts } from "../outbox-parts.ts";

const hourMs = 60 * 60 * 1000;
/** A later time is not merely that of a clock that was set by some minutes. */
const slackMs = hourMs;
/**
 * The most that counts between two looks. If the clock leaps by years, as on a machine that starts in 1970, this leap
 * alone makes nothing old.
 */
const longestStepMs = 4 * 24 * hourMs;

/** Ages of events whose times are wrong, by their ids. */
interface Counted {
  readonly lookedAtMs: number;
  readonly ages: ReadonlyMap<string, number>;
}

/** For an event's id and a time that was recorded for it: the time that retention uses. */
export type Corrected = (id: string, recordedMs: number) => number;

/**
 * Corrects the times of events that were recorded while the clock was ahead or far behind, or that only seem to be
 * ahead since the clock is behind now. How old these events are cannot be told from their times, so it is counted from
 * when the times were first seen to be wrong, for as long as they are.
 *
 * @param recorded - Ids and recorded times of all events to which retention applies.
 */
export async function correctTimes(
  { files, nowMs }: OutboxParts["world"],
  paths: OutboxParts["paths"],
  recorded: Iterable<readonly [id: string, recordedMs: number]>,
): Promise<Corrected> {
  const now = nowMs();
  const isWrong = (timeMs: number) => timeMs > now + slackMs || timeMs < earliestMs;
  const wrong = [...recorded].filter(([, recordedMs]) => isWrong(recordedMs)).map(([id]) => id);
  const path = wrongTimesPath(paths);
  const before = parse(await files.read(path).catch(() => undefined));
  if (wrong.length === 0) {
    if (before) await files.remove(path).catch(() => {}); // it is then removed the next time
    return (_, recordedMs) => recordedMs;
  }
  const ages = ageThem(wrong, before, now);
  await files.write(path, render({ lookedAtMs: now, ages })).catch(() => {}); // they then count as younger, and stay longer
  return (id, recordedMs) => (ages.has(id) ? now - ages.get(id)! : recordedMs);
}

function ageThem(ids: readonly string[], before: Counted | undefined, nowMs: number): Map<string, number> {
  const passedMs = Math.max(0, Math.min(nowMs - (before?.lookedAtMs ?? nowMs), longestStepMs));
  const ageOf = (id: string) => (before?.ages.has(id) ? before.ages.get(id)! + passedMs : 0);
  return new Map(ids.map((id) => [id, ageOf(id)]));
}

const render = ({ lookedAtMs, ages }: Counted) =>
  [`${lookedAtMs}`, ...[...ages].map(([id, ageMs]) => `${id} ${ageMs}`), ""].join("\n");

/** A damaged line is left out: its event then counts as younger, and stays longer. */
function parse(bytes: Uint8Array | undefined): Counted | undefined {
  if (!bytes) return undefined;
  const [first = "", ...lines] = new TextDecoder().decode(bytes).split("\n");
  const known = lines.map((line) => line.split(" ")).filter(([id = "", age]) => isEventId(id) && isWhole(age));
  return {
    lookedAtMs: isWhole(first) ? Number(first) : Infinity,
    ages: new Map(known.map(([id, age]) => [id!, Number(age)])),
  };
}

const isWhole = (text = "") => /^\d{1,15}$/.test(text);
