import { limits } from "../report/limits.ts";
import type { RaisedError } from "../report/report.ts";
import { readMembers } from "./python-group.ts";
import { indentOf, isBlank, parseHeader, parseLink } from "./python-lines.ts";
import { linkEnd, readMessage, skipBlank } from "./python-message.ts";
import { readStack } from "./python-stack.ts";
import { parseExceptionLine } from "./python-type.ts";
import { isBoxTitle, readBox } from "./rich-box.ts";

/** Exceptions that led to one another. */
export interface Chain {
  /** The one raised last; the others hang below it. */
  readonly error: RaisedError;
  /** Index of the first line that is not part of it. */
  readonly end: number;
  readonly incomplete: readonly string[];
}

export interface ChainOptions {
  /** See `ParserOptions`. */
  readonly whole: boolean;
  /** How many groups this one is inside. */
  readonly depth: number;
}

/** One exception; `error` is absent if the text ends before its name. */
interface Block {
  readonly error?: RaisedError;
  readonly frames: RaisedError["frames"];
  readonly end: number;
  readonly incomplete: readonly string[];
}

export const missing = {
  beginning: "the beginning of the traceback",
  end: "the end of the traceback",
} as const;

/**
 * Reads the chain whose first exception begins at line `from`: with its header, with a frame if the header is
 * missing, or with its name if it was never raised.
 */
export function readChain(lines: readonly string[], from: number, options: ChainOptions): Chain | undefined {
  let block = readBlock(lines, from, options);
  const incomplete = new Set(block?.incomplete);
  let error = block?.error;
  let count = 1;
  while (block?.error) {
    const sentence = skipBlank(lines, block.end);
    const next = sentence < lines.length ? linkEnd(lines, sentence) : undefined;
    if (next === undefined) break;
    const link = parseLink(lines[sentence]!)!;
    block = next < lines.length ? readBlock(lines, next, options) : { frames: [], end: next, incomplete: [missing.end] };
    for (const part of block?.incomplete ?? []) incomplete.add(part);
    if (block?.error) error = count++ < limits.exceptions ? { ...block.error, [link]: error } : block.error;
  }
  if (!block) return undefined;
  error ??= { type: "<unknown>", value: "", frames: block.frames };
  if (!block.error && block.frames.length === 0 && error.type === "<unknown>") return undefined;
  return { error, end: block.end, incomplete: [...incomplete] };
}

function readBlock(lines: readonly string[], from: number, options: ChainOptions): Block | undefined {
  const line = lines[from]!;
  if (isBoxTitle(line)) return readBoxBlock(lines, from, options);
  const header = parseHeader(line);
  const stack = readStack(lines, header ? from + 1 : from);
  const named = skipBlank(lines, stack.end);
  const found = named < lines.length ? parseExceptionLine(unindent(lines[named]!, line)) : undefined;
  if (!found) {
    if (!header) return undefined;
    return { frames: stack.frames, end: Math.max(stack.end, from + 1), incomplete: [missing.end] };
  }
  const incomplete = !header && stack.frames.length > 0 ? [missing.beginning] : [];
  return readNamed(lines, named, found, stack.frames, incomplete, options);
}

/** Indentation of the whole traceback is not part of the exception's name. */
function unindent(line: string, header: string): string {
  const margin = indentOf(header);
  return margin > 0 ? line.trimStart() : line;
}

function readNamed(
  lines: readonly string[],
  named: number,
  { type, module, message }: { type: string; module?: string; message: string },
  frames: RaisedError["frames"],
  incomplete: readonly string[],
  options: ChainOptions,
  width?: number,
): Block {
  if (/RemoteTraceback$/.test(type)) {
    const remote = readRemote(lines, named + 1, options);
    if (remote) return { error: remote.error, frames: [], end: remote.end, incomplete: remote.incomplete };
  }
  const { value, end } = readMessage(lines, named + 1, message, { whole: options.whole, ...(width && { width }) });
  const error: RaisedError = { type, ...(module && { module }), value, frames };
  const group = readMembers(lines, end, options);
  if (!group) return { error, frames, end, incomplete };
  return {
    error: { ...error, members: group.members },
    frames,
    end: group.end,
    incomplete: [...incomplete, ...group.incomplete],
  };
}

/** A process pool prints what happened in its worker between triple quotes: that is what led to the error here. */
function readRemote(lines: readonly string[], from: number, options: ChainOptions): Chain | undefined {
  const quote = skipBlank(lines, from);
  if (lines[quote]?.trim() !== '"""') return undefined;
  let close = quote + 1;
  while (close < lines.length && lines[close]!.trim() !== '"""') close++;
  const inner = lines.slice(quote + 1, close);
  const chain = inner.length > 0 ? readChain(inner, skipBlank(inner, 0), { ...options, whole: true }) : undefined;
  return chain && { ...chain, end: Math.min(close + 1, lines.length) };
}

function readBoxBlock(lines: readonly string[], from: number, options: ChainOptions): Block {
  const box = readBox(lines, from);
  const named = skipBlank(lines, box.end);
  const found = named < lines.length ? parseExceptionLine(lines[named]!.trim()) : undefined;
  if (!found) return { frames: box.frames, end: box.end, incomplete: [missing.end] };
  return readNamed(lines, named, found, box.frames, box.incomplete, options, box.width);
}

export { isBlank };
