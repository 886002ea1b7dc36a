import type { OwnWord } from "../scrub/options.ts";

/** What the owner decided about everything that is sealed, on every door. */
export interface Rules {
  readonly words: readonly OwnWord[];
  /** Rules that are off by default and switched on. */
  readonly on: readonly string[];
  /** Rules that are switched off. */
  readonly off: readonly string[];
  /** `keyed`: the four digits of an id depend on this installation and the publisher. */
  readonly ids: "shortened" | "keyed";
  /** How many breadcrumbs an event may have, 0 to 25. */
  readonly breadcrumbs: number;
}

/** The policy file, read. */
export interface Policy extends Rules {
  /** Hexadecimal, 32 bytes; made when ids are keyed for the first time, kept permanently. */
  readonly idKey?: string;
  /** What differs for a publisher. Its words and rules come on top of the others. */
  readonly publishers: Readonly<Record<string, Partial<Rules>>>;
}

/** The placeholder for words that the owner chose, unless the owner chose another. */
export const defaultBecomes = "PRIVATE-WORD";

/** What holds where the owner decided nothing. */
export const defaultPolicy: Policy = {
  words: [],
  on: [],
  off: [],
  ids: "shortened",
  breadcrumbs: 25,
  publishers: {},
};

/** What holds for a publisher; for all where none is named. */
export function rulesFor(policy: Policy, publisher?: string): Rules {
  const own =
    publisher !== undefined && Object.hasOwn(policy.publishers, publisher) ? policy.publishers[publisher]! : {};
  return {
    words: [...policy.words, ...(own.words ?? [])],
    on: [...new Set([...policy.on.filter((name) => !own.off?.includes(name)), ...(own.on ?? [])])],
    off: [...new Set([...policy.off.filter((name) => !own.on?.includes(name)), ...(own.off ?? [])])],
    ids: own.ids ?? policy.ids,
    breadcrumbs: own.breadcrumbs ?? policy.breadcrumbs,
  };
}

/** The policy with what `edit` makes of the part for a publisher; for all where none is named. */
export function changeRules(
  policy: Policy,
  publisher: string | undefined,
  edit: (rules: Partial<Rules>) => Partial<Rules>,
): Policy {
  if (publisher === undefined) return { ...policy, ...edit(policy) };
  const before = Object.hasOwn(policy.publishers, publisher) ? policy.publishers[publisher]! : {};
  return { ...policy, publishers: { ...policy.publishers, [publisher]: edit(before) } };
}
