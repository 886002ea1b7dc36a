import { limits } from "../report/limits.ts";
import type { Json } from "../scrub/scrub.ts";

type Tree = Record<string, Json>;

/**
 * Shortens an event to the limits, and returns what was left out. It must get scrubbed text: a secret that is cut in
 * two would not be recognised.
 *
 * @returns What was left out, in words; `event` is changed in place.
 */
export function trimEvent(event: Tree): string[] {
  const notes: string[] = [];
  const exceptions = listAt(event, "exception", "values");
  const cut = cutTexts(event, exceptions);
  if (cut > 0) notes.push(`shortened: ${cut} texts`);
  const frames = cutFrames(exceptions, limits.frames);
  if (frames > 0) notes.push(`left out: ${frames} frames`);
  for (const [name, step] of steps) {
    if (isWithin(event, limits.eventBytes)) break;
    if (step(event, exceptions)) notes.push(`left out, since the event was too large: ${name}`);
  }
  return notes;
}

/** Whether `trimEvent` would leave out nothing of an event that is written as this JSON. */
export function isWithinLimits(event: Tree, json: string): boolean {
  const exceptions = listAt(event, "exception", "values");
  return (
    exceptions.every((exception) => listAt(exception, "stacktrace", "frames").length <= limits.frames) &&
    cutTexts(event, exceptions, limits.messageUnits, isTooLong) === 0 &&
    (3 * json.length <= limits.eventBytes || Buffer.byteLength(json) <= limits.eventBytes)
  );
}

/** In the order in which parts are left out. */
const steps: [string, (event: Tree, exceptions: Tree[]) => boolean][] = [
  ["source lines around the calls", (_, exceptions) => exceptions.map(cutSources).includes(true)],
  ["extra", (event) => Reflect.has(event, "extra") && delete event.extra],
  ["all breadcrumbs but the last 5", (event) => keepLast(listAt(event, "breadcrumbs", "values"), 5)],
  ["all frames but 10 an exception", (_, exceptions) => cutFrames(exceptions, 10) > 0],
  ["all exceptions but the last 5", (_, exceptions) => keepLast(exceptions, 5)],
  ["all breadcrumbs", (event) => Reflect.has(event, "breadcrumbs") && delete event.breadcrumbs],
  ["messages beyond 1,000 characters", (event, exceptions) => cutTexts(event, exceptions, 1000) > 0],
  ["all tags but 100", (event) => keepKeys(event.tags as Tree | undefined, 100)],
  ["texts beyond 400 characters", (event) => cutAllTexts(event, 400) > 0],
];

/** Whether the event is at most this large; it is measured only if it might not be. */
const isWithin = (event: Tree, bytes: number) =>
  longestSize(event, bytes) <= bytes || Buffer.byteLength(JSON.stringify(event)) <= bytes;

/** An upper bound of the event's size, or any number above `enough`. JSON needs at most six bytes for one unit. */
function longestSize(event: Tree, enough: number): number {
  let size = 0;
  const open: Json[] = [event];
  for (let value = open.pop(); value !== undefined && size <= enough; value = open.pop()) {
    if (typeof value === "string") size += 6 * value.length + 3;
    else if (typeof value !== "object" || value === null) size += 32;
    else if (Array.isArray(value)) for (const part of value) open.push(part);
    else
      for (const key of Object.keys(value)) {
        size += 6 * key.length + 4;
        open.push(value[key]!);
      }
    size += 2;
  }
  return size;
}

function listAt(event: Tree, ...path: string[]): Tree[] {
  let at: Json | undefined = event;
  for (const key of path) at = (at as Tree | undefined)?.[key];
  return Array.isArray(at) ? (at as Tree[]) : [];
}

function keepLast(list: Tree[], count: number): boolean {
  return list.splice(0, Math.max(0, list.length - count)).length > 0;
}

/** vextel's own come last. */
function keepKeys(tree: Tree | undefined, count: number): boolean {
  const surplus = Object.keys(tree ?? {}).slice(0, -count);
  for (const key of surplus) delete tree![key];
  return surplus.length > 0;
}

/** Leaves out the middle, as Sentry does: the beginning and the place of the crash stay. */
function cutFrames(exceptions: Tree[], most: number): number {
  let left = 0;
  for (const exception of exceptions) {
    const frames = listAt(exception, "stacktrace", "frames");
    if (frames.length > most) left += frames.splice(Math.floor(most / 2), frames.length - most).length;
  }
  return left;
}

function cutSources(exception: Tree): boolean {
  const frames = listAt(exception, "stacktrace", "frames").filter(
    ({ pre_context, post_context }) => pre_context || post_context,
  );
  for (const frame of frames) for (const key of ["pre_context", "post_context"]) delete frame[key];
  return frames.length > 0;
}

/** @param cutOne - Returns how many texts it shortened, or would. */
function cutTexts(event: Tree, exceptions: Tree[], most: number = limits.messageUnits, cutOne = cutText): number {
  let cut = cutOne(event.logentry as Tree | undefined, "message", most);
  for (const crumb of listAt(event, "breadcrumbs", "values")) cut += cutOne(crumb, "message", most / 4);
  for (const exception of exceptions) {
    cut += cutOne(exception, "type", limits.nameUnits) + cutOne(exception, "value", most);
    for (const frame of listAt(exception, "stacktrace", "frames"))
      cut += cutOne(frame, "context_line", limits.sourceUnits);
  }
  const tags = (event.tags as Tree | undefined) ?? {};
  for (const key of Object.keys(tags)) cut += cutOne(tags, key, limits.tagUnits);
  return cut;
}

function cutAllTexts(tree: Tree | Json[], most: number): number {
  let cut = 0;
  const open: (Tree | Json[])[] = [tree];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop())
    for (const [key, value] of Object.entries(holder))
      if (typeof value === "object" && value !== null) open.push(value);
      else cut += cutText(holder as Tree, key, most);
  return cut;
}

const isTooLong = (holder: Tree | undefined, key: string, most: number): number => {
  const text = holder?.[key];
  return typeof text === "string" && text.length > most ? 1 : 0;
};

/** Returns how many texts it shortened: none or one. */
function cutText(holder: Tree | undefined, key: string, most: number): number {
  if (isTooLong(holder, key, most) === 0) return 0;
  const text = holder![key] as string;
  holder![key] = `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  return 1;
}
