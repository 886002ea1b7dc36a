const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** An age (`7d`, `12h`, `30m`) in milliseconds; `undefined` if it is not valid. */
export function parseAgeMs(text: string): number | undefined {
  const match = /^(\d{1,6})([dhm])$/.exec(text);
  return match ? Number(match[1]) * unitMs[match[2] as keyof typeof unitMs] : undefined;
}

/** The time that an age or a date names, epoch milliseconds; `undefined` if it is not valid. */
export function parseSince(text: string, nowMs: number): number | undefined {
  const ageMs = parseAgeMs(text);
  if (ageMs !== undefined) return nowMs - ageMs;
  const dateMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : dateMs;
}
