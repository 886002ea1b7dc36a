import type { Answer, Consent } from "./consent.ts";

/** The consent file, read: publishers by name. */
export type Publishers = ReadonlyMap<string, Consent>;

const version = 1;

/**
 * Reads the text of the consent file.
 *
 * @returns The publishers, or in words why the text cannot be trusted; never a part of it.
 */
export function parseConsentFile(text: string): Publishers | string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return "is not JSON (cut off or damaged)";
  }
  if (!isRecord(root)) return "does not hold a JSON object";
  if (typeof root.version === "number" && root.version > version)
    return `was written by a newer vextel (version ${root.version})`;
  if (root.version !== version) return "has no version that this vextel knows";
  if (!isRecord(root.publishers)) return "has no publishers";
  const publishers = new Map<string, Consent>();
  for (const [name, entry] of Object.entries(root.publishers)) {
    const consent = parseEntry(entry);
    if (!consent) return "has an entry that is not as it should be";
    publishers.set(name, consent);
  }
  return publishers;
}

/** The whole file as it is written. */
export function consentFileContent(publishers: Publishers): Record<string, unknown> {
  return {
    version,
    publishers: Object.fromEntries([...publishers].map(([name, consent]) => [name, toEntry(consent)])),
  };
}

const toEntry = (consent: Consent) => ({
  uuid: consent.uuid,
  answer: consent.answer,
  since: fromMs(consent.sinceMs),
  manual: consent.manual,
  noticeSentAt: fromMs(consent.noticeSentAtMs),
  notifiedPlugins: [...consent.notifiedPlugins],
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isAnswer = (value: unknown): value is Answer => value === "unset" || value === "enabled" || value === "disabled";
const isUuid = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value);
const fromMs = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
const isTime = (value: unknown): value is string | null =>
  value === null || (typeof value === "string" && !Number.isNaN(Date.parse(value)));
const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string");

function parseEntry(entry: unknown): Consent | undefined {
  if (!isRecord(entry)) return undefined;
  const { uuid, answer, since, manual, noticeSentAt, notifiedPlugins } = entry;
  if (!isUuid(uuid) || !isAnswer(answer) || typeof manual !== "boolean") return undefined;
  if (!isTime(since) || !isTime(noticeSentAt) || !isNames(notifiedPlugins)) return undefined;
  if (answer === "enabled" && since === null) return undefined; // consent without a date could reach back
  return {
    uuid,
    answer,
    manual,
    notifiedPlugins,
    ...(since !== null && { sinceMs: Date.parse(since) }),
    ...(noticeSentAt !== null && { noticeSentAtMs: Date.parse(noticeSentAt) }),
  };
}
