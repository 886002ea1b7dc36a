import type { Frame, RaisedError } from "../report/report.ts";
import type { ParsedError } from "./parsers.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An error of the tree while what hangs below it is still being read. */
export interface OpenError extends Mutable<Omit<RaisedError, "cause" | "context" | "members">> {
  cause?: OpenError;
  members?: OpenError[];
}

/** A found error while its text is still being read. */
export interface Finding extends Mutable<Omit<ParsedError, "platform" | "error" | "incomplete">> {
  readonly error: OpenError;
  readonly incomplete: Set<string>;
}

/** An error as its text begins; an AggregateError is a group even if no member was printed. */
export function openError(type: string, value: string, frames: readonly Frame[]): OpenError {
  const error: OpenError = { type, value, frames };
  if (type === "AggregateError") error.members = [];
  return error;
}

/** The error at the end of a chain of causes. */
export function rootCause(error: OpenError): OpenError {
  let root = error;
  while (root.cause) root = root.cause;
  return root;
}

/** Whether two were printed from one error object, or as good as. */
export function isSameError(a: OpenError, b: OpenError): boolean {
  return a.type === b.type && a.value === b.value && a.frames.length === b.frames.length;
}
