import { leapPath } from "../layout.ts";
import type { OutboxParts } from "../outbox-parts.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** The clock may have leaped ahead if more than this passes between two looks; or vextel did not run. */
export const longestStepMs = 4 * dayMs;
/** A clock that leaped ahead is expected to be right again after this time. */
const doubtMs = dayMs;

/** The clock went from one time to another between two looks. */
interface Leap {
  readonly fromMs: number;
  readonly toMs: number;
  /** What was recorded earlier has been spared before. */
  readonly sinceMs: number;
}

/**
 * A clock that leaps ahead by weeks cannot be told from weeks without vextel. So nothing becomes too old by a leap until
 * a day after it: if the clock is right again by then, nothing was lost. Nothing is spared twice, since otherwise events
 * would stay for good where vextel runs once a week.
 *
 * @param lookedAtMs - When this was last called, by the clock of that time.
 * @returns For a recorded time, the time that retention uses.
 */
export async function spareFromLeap(
  { files, nowMs }: OutboxParts["world"],
  paths: OutboxParts["paths"],
  lookedAtMs: number | undefined,
): Promise<(recordedMs: number) => number> {
  const path = leapPath(paths);
  const before = parse(await files.read(path).catch(() => undefined));
  const now = nowMs();
  const isNew = lookedAtMs !== undefined && now - lookedAtMs > longestStepMs;
  const leap = isNew ? { fromMs: lookedAtMs, toMs: now, sinceMs: before?.toMs ?? 0 } : before;
  const isInDoubt = leap !== undefined && now >= leap.toMs && now < leap.toMs + doubtMs;
  if (isNew) await files.write(path, `${leap!.fromMs} ${leap!.toMs} ${leap!.sinceMs}\n`).catch(() => {}); // it is then spared at this look only
  if (!isInDoubt) {
    if (before) await files.remove(path).catch(() => {}); // it is then removed the next time
    return (recordedMs) => recordedMs;
  }
  const { fromMs, toMs, sinceMs } = leap;
  return (recordedMs) =>
    recordedMs >= sinceMs && recordedMs < toMs ? Math.min(recordedMs + toMs - fromMs, toMs) : recordedMs;
}

/** A damaged file is ignored: the leap then counts. */
function parse(bytes: Uint8Array | undefined): Leap | undefined {
  const numbers = /^(\d{1,15}) (\d{1,15}) (\d{1,15})\n$/.exec(new TextDecoder().decode(bytes));
  return numbers ? { fromMs: Number(numbers[1]), toMs: Number(numbers[2]), sinceMs: Number(numbers[3]) } : undefined;
}
