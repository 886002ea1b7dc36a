import type { AgreedClaim, Claim, Grant } from "./claims.ts";
import type { Answer, Consent } from "./consent.ts";
import { type AgreedKind, allKinds, type Kind } from "./kinds.ts";

/** The consent file, read: publishers by name. */
export type Publishers = ReadonlyMap<string, Consent>;

/** Of the consent file. */
export const version = 2;
/** Answers of this version name no destinations, so they cover nothing until the owner decides again. */
const versionWithoutDestinations = 1;

/**
 * Reads the text of the consent file.
 *
 * @returns The publishers, or in words why the text cannot be trusted; the words never contain a part of it.
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
  if (root.version !== version && root.version !== versionWithoutDestinations)
    return "has no version that this vextel knows";
  if (!isRecord(root.publishers)) return "has no publishers";
  const publishers = new Map<string, Consent>();
  for (const [name, entry] of Object.entries(root.publishers)) {
    const consent = parseEntry(root.version === version ? entry : withoutDestinations(entry));
    if (!consent) return "has an invalid entry";
    publishers.set(name, consent);
  }
  return publishers;
}

/** The content of the consent file. */
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
  generation: consent.generation,
  agreed: consent.agreed.map(({ sinceMs, ...claim }) => ({ ...claim, since: fromMs(sinceMs) })),
  kinds: consent.kinds.map(({ kind, generation, sinceMs }) => ({ kind, generation, since: fromMs(sinceMs) })),
  declared: consent.declared.map((claim) => ({ ...claim })),
  manual: consent.manual,
  noticeSentAt: fromMs(consent.noticeSentAtMs),
  notifiedPlugins: [...consent.notifiedPlugins],
  notifiedDestinations: [...consent.notifiedDestinations],
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

const withoutDestinations = (entry: unknown) =>
  isRecord(entry) ? { ...entry, generation: 0, agreed: [], kinds: [], declared: [] } : entry;

function parseEntry(entry: unknown): Consent | undefined {
  if (!isRecord(entry)) return undefined;
  const { uuid, answer, since, manual, noticeSentAt, notifiedPlugins, generation } = entry;
  const { notifiedDestinations = [] } = entry;
  if (!isUuid(uuid) || !isAnswer(answer) || typeof manual !== "boolean") return undefined;
  if (!isTime(since) || !isTime(noticeSentAt) || !isNames(notifiedPlugins) || !isCount(generation)) return undefined;
  if (!isNames(notifiedDestinations)) return undefined;
  if (answer === "enabled" && since === null) return undefined; // without a date, consent could be retroactive
  const agreed = parseAll(entry.agreed, (one) => parseAgreed(one, generation));
  const kinds = parseAll(entry.kinds, (one) => parseKind(one, generation));
  const declared = parseAll(entry.declared, parseClaim);
  if (!agreed || !kinds || !declared) return undefined;
  if (answer !== "enabled" && agreed.length + kinds.length > 0) return undefined;
  return {
    ...{ uuid, answer, generation, agreed, kinds, declared, manual, notifiedPlugins, notifiedDestinations },
    ...(since !== null && { sinceMs: Date.parse(since) }),
    ...(noticeSentAt !== null && { noticeSentAtMs: Date.parse(noticeSentAt) }),
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isDestination = (value: unknown): value is string =>
  typeof value === "string" && /^https?:\/\/[^\s/@?#]+(?:\/[\w.~-]+)*\/\d{1,20}$/.test(value);

function parseAll<T>(value: unknown, parse: (one: Record<string, unknown>) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all = value.map((one) => (isRecord(one) ? parse(one) : undefined));
  return all.every((one) => one !== undefined) ? all : undefined;
}

function parseClaim({ plugin, destination, paths, loggers }: Record<string, unknown>): Claim | undefined {
  const isSound = typeof plugin === "string" && isDestination(destination) && isNames(paths) && isNames(loggers);
  return isSound ? { plugin, destination, paths, loggers } : undefined;
}

/** No part of an answer may be later than the answer itself. */
function parseGrant({ since, generation }: Record<string, unknown>, last: number): Grant | undefined {
  if (!isTime(since) || since === null || !isCount(generation) || generation > last) return undefined;
  return { sinceMs: Date.parse(since), generation };
}

function parseAgreed(one: Record<string, unknown>, last: number): AgreedClaim | undefined {
  const [claim, grant] = [parseClaim(one), parseGrant(one, last)];
  return claim && grant && { ...claim, ...grant };
}

function parseKind(one: Record<string, unknown>, last: number): AgreedKind | undefined {
  const grant = parseGrant(one, last);
  const isKind = (allKinds as readonly unknown[]).includes(one.kind);
  return grant && isKind ? { kind: one.kind as Kind, ...grant } : undefined;
}
