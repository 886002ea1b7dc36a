import { dropMargin, holdsCutText } from "../report/bounds.ts";
import type { Literals } from "../scrub/options.ts";
import type { Json, ScrubbedValue, Scrubber } from "../scrub/scrub.ts";
import type { ItemType } from "./envelope.ts";
import { splitFields } from "./field-names.ts";
import { SealError } from "./seal-error.ts";
import { lookAgainAtJson, withhold, withSecrets } from "./second-check.ts";
import type { Subject } from "./subject.ts";

/** An event that is about to be sealed. */
export interface Draft {
  readonly type: ItemType;
  readonly subject: Subject;
  readonly timeMs: number;
  /** The identity that equal errors share, made from the scrubbed `exception` of `open`; or a random id. */
  readonly identity: string | ((open: Readonly<Record<string, Json>>) => Json);
  /** Equal errors of one hour become one event: hours since 1970, absent if the text has no time. */
  readonly hour?: number;
  /**
   * Fields that vextel itself fills: times, random ids, words of closed lists. Any other value is scrubbed like `open`.
   */
  readonly fixed: Readonly<Record<string, Json>>;
  /** Fields with text from outside. */
  readonly open: Readonly<Record<string, unknown>>;
  /** The missing parts, in words. */
  readonly notes: readonly string[];
}

/** The scrubber and the second check, with everything that they must remove. */
export interface ScrubContext {
  readonly scrubber: Scrubber;
  /** For the second check, which shares no code with the scrubber. */
  readonly literals: Literals;
  /** The most breadcrumbs that an event may have; absent: all that were captured. */
  readonly breadcrumbs?: number;
  /** Why the owner's policy could not be used, in words: the strictest policy is used instead, and events are held. */
  readonly problem?: string;
}

/** Removes what the second check still finds after scrubbing, before anything is cut or counted. */
export function scrubDraft(
  { scrubber, literals, breadcrumbs }: ScrubContext,
  { fixed, open: all }: Pick<Draft, "fixed" | "open">,
) {
  const open = cutBreadcrumbs(all, breadcrumbs);
  const { own, open: unsure } = splitFields(fixed);
  const scrubbed = scrub(scrubber, { ...unsure, ...open });
  const { findings, secrets = [] } = scrubbed;
  const json = JSON.stringify(scrubbed.value);
  const value = holdsCutText(json) ? dropMargins(scrubbed.value) : scrubbed.value;
  const known = withSecrets(literals, secrets);
  if (lookAgainAtJson(json, known) === undefined) return { own, open: value as Record<string, Json>, findings };
  const rest = withhold(value, known);
  return { own, open: rest.value as Record<string, Json>, findings: [...findings, ...rest.findings] };
}

/** The newest stay. */
function cutBreadcrumbs(open: Draft["open"], most: number | undefined): Draft["open"] {
  const { breadcrumbs, ...rest } = open;
  const all = Array.isArray(breadcrumbs) ? breadcrumbs : (breadcrumbs as { values?: unknown } | undefined)?.values;
  if (most === undefined || !Array.isArray(all) || all.length <= most) return open;
  return most === 0 ? rest : { ...open, breadcrumbs: { values: all.slice(-most) } };
}

/** Removes margins from texts that were cut before they were scrubbed. */
function dropMargins(value: Json): Json {
  if (typeof value === "string") return dropMargin(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(dropMargins);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [dropMargin(key), dropMargins(item)]));
}

function scrub(scrubber: Scrubber, value: unknown): ScrubbedValue {
  try {
    return scrubber.value(value);
  } catch (cause) {
    throw new SealError("it could not be scrubbed", undefined, { cause });
  }
}
