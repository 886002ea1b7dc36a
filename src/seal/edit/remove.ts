import { VextelError } from "../../errors.ts";
import type { Json } from "../../scrub/scrub.ts";
import type { ItemType } from "../envelope.ts";

/** The keys of a JSON pointer (RFC 6901). Throws `USAGE` for an invalid pointer, and for the whole event. Pure. */
export function keysOf(pointer: string): string[] {
  if (!/^(?:\/(?:[^~/]|~[01])*)+$/.test(pointer))
    throw new VextelError(
      "USAGE",
      "Fields to remove are named by a JSON pointer such as /extra or /breadcrumbs/values/0; nothing was changed",
      "See the names of the fields: vextel show --json <event-id>",
    );
  return splitPointer(pointer);
}

const splitPointer = (pointer: string) =>
  pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

const sentryNeeds = "Sentry accepts no event without it";

/** Required fields of an event, and why they are required. */
const required: Readonly<Record<ItemType, Readonly<Record<string, string>>>> = {
  event: {
    event_id: "it identifies the event",
    timestamp: sentryNeeds,
    platform: "Sentry would not know how to show the stack",
    sdk: "it tells Sentry not to store the IP address of the request",
    exception: "it is the error itself",
    "exception/values": "it is the error itself",
  },
  transaction: {
    event_id: "it identifies the event",
    sdk: "it tells Sentry not to store the IP address of the request",
    ...{ type: sentryNeeds, start_timestamp: sentryNeeds, timestamp: sentryNeeds, transaction: sentryNeeds },
    ...{ contexts: sentryNeeds, "contexts/trace": sentryNeeds, spans: sentryNeeds, platform: sentryNeeds },
  },
  session: {},
};

/** Why a field cannot be removed; `undefined` if it can. Pure. */
export function requiredBy(type: ItemType, keys: readonly string[]): string | undefined {
  if (type === "session") return "a session contains only what Sentry needs to count it";
  const path = keys.join("/");
  if (Object.hasOwn(required[type], path)) return required[type][path];
  if (path.startsWith("sdk/")) return required[type].sdk;
  if (path.startsWith("contexts/trace/")) return required[type]["contexts/trace"];
  if (/^exception\/values\/\d+\/(?:type|mechanism(?:\/.*)?)$/s.test(path))
    return "it says what kind of error it was, and how it was caught";
  return undefined;
}

type Tree = Record<string, Json>;

/**
 * A copy without the fields that the pointers name; all pointers refer to the tree before any removal. Lists that
 * become empty are removed, and objects that contain nothing else, because Sentry refuses empty ones.
 *
 * @throws {VextelError} `USAGE` if a pointer names nothing, or nothing of the error would be left.
 */
export function removeAll(fields: Readonly<Tree>, pointers: readonly string[]): Tree {
  const gone = new Map<object, Set<string>>();
  for (const pointer of pointers) {
    const keys = keysOf(pointer);
    const last = keys.pop()!;
    const holder = keys.reduce<Json | undefined>(childOf, fields as Json);
    if (childOf(holder, last) === undefined) throw nothingAt(pointer);
    const known = gone.get(holder as object) ?? new Set();
    gone.set(holder as object, known.add(last));
  }
  const rest = (copyWithout(fields as Json, gone) ?? {}) as Tree;
  if (fields.exception !== undefined && rest.exception === undefined)
    throw new VextelError(
      "USAGE",
      "Nothing of the error would be left; nothing was changed",
      "Drop it: vextel drop <event-id>",
    );
  return rest;
}

function childOf(value: Json | undefined, key: string): Json | undefined {
  const isIndex = /^(?:0|[1-9]\d*)$/.test(key);
  if (typeof value !== "object" || value === null || (Array.isArray(value) && !isIndex)) return undefined;
  return Object.hasOwn(value, key) ? (value as Tree)[key] : undefined;
}

/** `undefined` if something was removed from it and it is now empty. */
function copyWithout(value: Json, gone: ReadonlyMap<object, ReadonlySet<string>>): Json | undefined {
  if (typeof value !== "object" || value === null) return value;
  const stays = (key: string) => !gone.get(value)?.has(key);
  const entries = Object.entries(value);
  const rest = entries
    .filter(([key]) => stays(key))
    .map(([key, item]) => [key, copyWithout(item as Json, gone)] as const)
    .filter(([, item]) => item !== undefined);
  if (entries.length > 0 && rest.length === 0) return undefined;
  return Array.isArray(value) ? rest.map(([, item]) => item as Json) : (Object.fromEntries(rest) as Json);
}

const nothingAt = (pointer: string) =>
  new VextelError(
    "USAGE",
    `The event has nothing at ${JSON.stringify(pointer)}; nothing was changed`,
    "See the names of the fields: vextel show --json <event-id>",
  );

/** The places where something was removed whose placeholder still exists. Pure. */
export const placesThatStay = <T extends readonly [pointer: string, ...rest: unknown[]]>(
  places: readonly T[],
  before: object,
  after: object,
): T[] =>
  places.filter(([pointer]) => {
    const [old, now] = [before, after].map((tree) =>
      splitPointer(pointer).reduce<Json | undefined>(childOf, tree as Json),
    );
    return now !== undefined && JSON.stringify(old) === JSON.stringify(now);
  });
