import { limits } from "../../report/limits.ts";
import type { RaisedError } from "../../report/report.ts";
import { wrappersOf } from "../../seal/drafts/framework-wrappers.ts";
import { beginningOf, compact, type Fields, numberOf, printedOf, recordOf, textOf } from "../fields.ts";
import type { FrameOptions } from "./frame.ts";
import { normaliseStack, type Stack } from "./stack.ts";

/** Longest text of an exception or message that is read, UTF-16 units: eight times what is kept. */
export const messageUnits = 8 * limits.messageUnits;

/** Exceptions as vextel's own events have them, the newest last. */
export interface Exceptions {
  readonly values: readonly object[];
  readonly stacks: readonly Stack[];
  readonly omitted: number;
}

export function normaliseExceptions(all: readonly Fields[], options: FrameOptions): Exceptions {
  const kept = all.slice(-limits.exceptions);
  const stacks = kept.map(({ stacktrace }) => normaliseStack(stacktrace, options));
  const values = kept.map((exception, index) => normaliseException(exception, stacks[index]!));
  return { values: wrappersFirst(values, stacks), stacks, omitted: all.length - kept.length };
}

/** A framework's wrapper of an error is not the title: it goes before its cause, as in vextel's own events. */
function wrappersFirst(values: readonly ForeignException[], stacks: readonly Stack[]): readonly ForeignException[] {
  if (values.some(({ mechanism }) => mechanism?.is_exception_group)) return values;
  const errors: RaisedError[] = [];
  for (const { type, value } of values) {
    const cause = errors.at(-1);
    errors.push({ type, value, frames: [], ...(cause && { cause }) });
  }
  if (errors.length < 2) return values;
  const isOwn = (error: RaisedError) => stacks[errors.indexOf(error)]!.frames.some((frame) => frame.in_app);
  const wrappers = wrappersOf(errors.at(-1)!, isOwn).map((error) => values[errors.indexOf(error)]!);
  return [...wrappers, ...values.filter((value) => !wrappers.includes(value))];
}

/** The parts of an exception that are read again later. */
interface ForeignException {
  readonly type: string;
  readonly value: string;
  readonly mechanism?: { readonly is_exception_group?: boolean };
}

function normaliseException({ type, value, module, mechanism }: Fields, { frames }: Stack): ForeignException {
  return compact({
    type: textOf(type) ?? "Error",
    value: beginningOf(printedOf(value) ?? "", messageUnits),
    module: textOf(module, 200),
    mechanism: mechanismOf(recordOf(mechanism)),
    stacktrace: frames.length > 0 ? { frames } : undefined, // Sentry refuses an empty list
  });
}

function mechanismOf(mechanism: Fields | undefined) {
  if (!mechanism) return undefined;
  const { type, handled, source } = mechanism;
  return compact({
    type: typeof type === "string" && /^[a-z][\w.-]{0,60}$/i.test(type) ? type : "generic",
    handled: typeof handled === "boolean" ? handled : undefined,
    exception_id: numberOf(mechanism.exception_id),
    parent_id: numberOf(mechanism.parent_id),
    source: typeof source === "string" && /^\w+(?:\[\d{1,4}\])?$/.test(source) ? source : undefined,
    is_exception_group: mechanism.is_exception_group === true ? true : undefined,
  });
}
