import type { Frame, RaisedError } from "../../../report/report.ts";
import type { ParsedError } from "../../parser.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An error whose frames, causes and members are still being read. */
export interface OpenError extends Mutable<Omit<RaisedError, "frames" | "cause" | "context" | "members">> {
  /** In the order of the text while it is read: newest call first. */
  frames: Frame[];
  cause?: OpenError;
  members?: OpenError[];
}

/** A found error while its text is still being read. */
export interface Finding extends Mutable<Omit<ParsedError, "platform" | "error" | "incomplete">> {
  readonly error: OpenError;
  /** Columns of white space before its first line. */
  readonly indent: number;
  readonly incomplete: Set<string>;
}

/** An error as its text begins; an AggregateError is a group even if no member was printed. */
export function openError(type: string, value: string, frames: Frame[]): OpenError {
  const error: OpenError = { type, value: value.trimEnd(), frames };
  if (type === "AggregateError") error.members = [];
  return error;
}

/** Adds a member to a group. */
export function addMember(group: OpenError, member: OpenError): void {
  group.members ??= [];
  group.members.push(member);
}

/** Whether two were printed from the same error object, or look like it. */
export function isSameError(a: OpenError, b: OpenError): boolean {
  return a.type === b.type && a.value === b.value && a.frames.length === b.frames.length;
}
