import { dropMargin, holdsCutText } from "../report/bounds.ts";
import type { Finding } from "../scrub/finding.ts";
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
  /** Lists and objects in `open` that never change and may be in several drafts. */
  readonly unchanging?: ReadonlySet<object>;
  /** The missing parts, in words. */
  readonly notes: readonly string[];
}

/** The parts of a draft that are scrubbed. */
type DraftFields = Pick<Draft, "fixed" | "open" | "unchanging">;

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

/** A scrubbed draft. */
export interface ScrubbedDraft {
  /** Fields with vextel's own values. */
  readonly own: Readonly<Record<string, Json>>;
  /** Fields with text from outside. */
  readonly open: Readonly<Record<string, Json>>;
  readonly findings: readonly Finding[];
}

/** A draft that the second check has not seen yet. */
export interface UncheckedDraft extends ScrubbedDraft {
  /** The literals that it must not contain, with the secrets that it named itself. */
  readonly known: Literals;
}

/** What `scrubDraft` does before the second check. */
export function scrubUnchecked({ scrubber, literals, breadcrumbs }: ScrubContext, draft: DraftFields): UncheckedDraft {
  const { fixed, open, unchanging } = cutBreadcrumbs(draft, breadcrumbs);
  const { own, open: unsure } = splitFields(fixed);
  const all = Object.keys(unsure).length === 0 ? open : { ...unsure, ...open };
  const { value, findings, secrets = [] } = scrub(scrubber, all, unchanging);
  return { own, open: value as Record<string, Json>, findings, known: withSecrets(literals, secrets) };
}

/** Removes what the second check still finds after scrubbing, before anything is cut or counted. */
export function withholdFound({ own, open, findings, known }: UncheckedDraft): ScrubbedDraft {
  const json = JSON.stringify(open);
  const value = holdsCutText(json) ? (dropMargins(open as Json) as Record<string, Json>) : open;
  if (lookAgainAtJson(json, known) === undefined) return { own, open: value, findings };
  const rest = withhold(value as Json, known);
  return { own, open: rest.value as Record<string, Json>, findings: [...findings, ...rest.findings] };
}

/** Scrubs a draft; what the second check still finds is withheld. */
export const scrubDraft = (context: ScrubContext, draft: DraftFields): ScrubbedDraft =>
  withholdFound(scrubUnchecked(context, draft));

/** The newest stay. */
function cutBreadcrumbs(draft: DraftFields, most: number | undefined): DraftFields {
  if (most === undefined) return draft;
  const { breadcrumbs, ...rest } = draft.open;
  const all = Array.isArray(breadcrumbs) ? breadcrumbs : (breadcrumbs as { values?: unknown } | undefined)?.values;
  if (!Array.isArray(all) || all.length <= most) return draft;
  if (most === 0) return { ...draft, open: rest };
  const values = all.slice(-most);
  const isUnchanging = draft.unchanging?.has(all);
  const unchanging = isUnchanging ? { unchanging: new Set([...draft.unchanging!, values]) } : {};
  return { ...draft, open: { ...draft.open, breadcrumbs: { values } }, ...unchanging };
}

/** Removes margins from texts that were cut before they were scrubbed. */
function dropMargins(value: Json): Json {
  if (typeof value === "string") return dropMargin(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(dropMargins);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [dropMargin(key), dropMargins(item)]));
}

function scrub(scrubber: Scrubber, value: unknown, unchanging?: ReadonlySet<object>): ScrubbedValue {
  try {
    return scrubber.value(value, unchanging);
  } catch (cause) {
    throw new SealError("it could not be scrubbed", undefined, { cause });
  }
}
