import { type OwnWord, ownOptions } from "../scrub/options.ts";

/** What the owner decided about all events, however they are reported. */
export interface Rules {
  readonly words: readonly OwnWord[];
  /** Rules that are off by default and switched on. */
  readonly on: readonly string[];
  /** Rules that are switched off. */
  readonly off: readonly string[];
  /** `keyed`: the four digits of an id depend on this installation and the publisher. */
  readonly ids: "shortened" | "keyed";
  /** The most breadcrumbs that an event may have, 0 to 25. */
  readonly breadcrumbs: number;
}

/** The policy file, read. */
export interface Policy extends Rules {
  /** 32 bytes in hexadecimal, made when keyed ids are chosen for the first time, and kept permanently. */
  readonly idKey?: string;
  /** What differs for a publisher. Its words and rules are used in addition to the others. */
  readonly publishers: Readonly<Record<string, Partial<Rules>>>;
}

/** The placeholder for words that the owner chose, unless the owner chose another. */
export const defaultBecomes = "PRIVATE-WORD";

/** The rules if the owner decided nothing. */
export const defaultPolicy: Policy = {
  words: [],
  on: [],
  off: [],
  ids: "shortened",
  breadcrumbs: 25,
  publishers: {},
};

/** The rules for a publisher; if none is named, those for all. */
export function rulesFor(policy: Policy, publisher?: string): Rules {
  const isNamed = publisher !== undefined && Object.hasOwn(policy.publishers, publisher);
  const own = ownOptions(isNamed ? policy.publishers[publisher]! : {});
  return {
    words: [...policy.words, ...(own.words ?? [])],
    on: [...new Set([...policy.on.filter((name) => !own.off?.includes(name)), ...(own.on ?? [])])],
    off: [...new Set([...policy.off.filter((name) => !own.on?.includes(name)), ...(own.off ?? [])])],
    ids: own.ids ?? policy.ids,
    breadcrumbs: own.breadcrumbs ?? policy.breadcrumbs,
  };
}

/** The policy after `edit` changed the part for a publisher; if none is named, the part for all. */
export function changeRules(
  policy: Policy,
  publisher: string | undefined,
  edit: (rules: Partial<Rules>) => Partial<Rules>,
): Policy {
  if (publisher === undefined) return { ...policy, ...edit(policy) };
  const before = Object.hasOwn(policy.publishers, publisher) ? policy.publishers[publisher]! : {};
  return { ...policy, publishers: { ...policy.publishers, [publisher]: edit(before) } };
}
