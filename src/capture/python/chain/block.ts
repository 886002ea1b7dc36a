import type { Frame, RaisedError } from "../../../report/report.ts";
import type { Writable } from "../../../report/writable.ts";
import { cellPlaceAbove, cellTitle, readCells } from "../forms/cell.ts";
import { isBoxTitle, openingOfPlace, readBox, readPlaceBox } from "../rich/box.ts";
import type { Columns } from "../rich/wrap.ts";
import { indentOf, parseHeader, skipBlank } from "../text/lines.ts";
import { type Block, type ChainOptions, missing, type ReadChain } from "../text/raised.ts";
import {
  type ExceptionLine,
  isClassName,
  isSyntaxError,
  looksLikeException,
  parseExceptionLine,
} from "../text/type.ts";
import { cutGroup, readMembers } from "./group.ts";
import { readMessage } from "./message.ts";
import { readStack, type Stack } from "./stack.ts";

/**
 * Reads one exception with its members, in any form that begins at line `from`; see `readChain`.
 *
 * @param readInner - Reads the chains that are inside of it.
 */
export function readBlock(
  lines: readonly string[],
  from: number,
  options: ChainOptions,
  readInner: ReadChain,
): Block | undefined {
  const inside: Inside = { ...options, readInner };
  const line = lines[from]!;
  if (isBoxTitle(line)) return readBoxBlock(lines, from, inside);
  const cells = readCellBlock(lines, from, inside);
  if (cells) return cells;
  const header = parseHeader(line);
  if (header?.group) return readGroupBlock(lines, from, inside);
  const stack = readStack(lines, header ? from + 1 : from);
  const named = skipBlank(lines, stack.end);
  const found = named < lines.length ? parseExceptionLine(unindent(lines[named]!, line)) : undefined;
  if (found && (header || isBelievable(found, stack)))
    return readNamed(lines, named, found, {
      options: inside,
      frames: stack.frames,
      place: placeAbove(lines, from, stack),
      indent: header && indentOf(line),
      beheaded: !header,
    });
  const end = Math.max(stack.end, from + 1);
  const error = header && nameAbove(lines[from - 1] ?? "", stack);
  if (error) return { error, frames: stack.frames, end, incomplete: [] };
  return header && { frames: stack.frames, end, incomplete: [missing.end] };
}

/** AWS Lambda names an exception above its traceback, not below. */
function nameAbove(line: string, { frames }: Stack): RaisedError | undefined {
  const found = frames.length > 0 && looksLikeException(line) ? parseExceptionLine(line) : undefined;
  return found && { type: found.type, ...(found.module && { module: found.module }), value: found.message, frames };
}

/** How the parts of an exception are read. */
type Inside = ChainOptions & { readonly readInner: ReadChain };

/** The place of a SyntaxError that rich or IPython print without calls, above its name. */
function placeAbove(lines: readonly string[], at: number, { frames, place }: Stack): Frame | undefined {
  if (frames.length > 0 || place) return place;
  const box = openingOfPlace(lines, at - 1);
  return box === undefined ? cellPlaceAbove(lines, at) : readPlaceBox(lines, box)?.place;
}

/** Frames without a header need not be an error: a program may print its position, or prose may name a file. */
function isBelievable(found: ExceptionLine, { frames, place }: Stack): boolean {
  if (frames.length === 0 && place) return isSyntaxError(found.type);
  return isClassName(found.type);
}

/** The lines of an outermost group have a margin; those of the chain that contains it have none. */
function readGroupBlock(lines: readonly string[], from: number, options: Inside): Block | undefined {
  const { inner, end } = cutGroup(lines, from);
  const chain = options.readInner(inner, 0, { ...options, whole: true, said: undefined });
  return chain && { ...chain, frames: chain.error.frames, end };
}

function readCellBlock(lines: readonly string[], from: number, options: Inside): Block | undefined {
  const name = cellTitle(lines[from]!);
  const cells = name === undefined ? undefined : readCells(lines, from + 1, name);
  if (!cells) return undefined;
  const { frames, end, named } = cells;
  const found = named ? parseExceptionLine(lines[end]!.trimStart()) : undefined;
  if (!found) return { frames, end, incomplete: [missing.end] };
  return readNamed(lines, end, found, { options, frames });
}

function readBoxBlock(lines: readonly string[], from: number, options: Inside): Block {
  const { frames, place, end, columns, incomplete } = readBox(lines, from);
  const named = skipBlank(lines, end);
  const found = named < lines.length ? parseExceptionLine(lines[named]!.trim()) : undefined;
  if (!found) return { frames, end, incomplete: [missing.end] };
  const block = readNamed(lines, named, found, { options, frames, place, columns });
  return { ...block, incomplete: [...incomplete, ...block.incomplete] };
}

/** Indentation of the whole traceback is not part of the exception's name. */
function unindent(line: string, first: string): string {
  return indentOf(first) > 0 ? line.trimStart() : line;
}

interface Before {
  readonly options: Inside;
  readonly frames: RaisedError["frames"];
  /** As in `Stack`; ignored for other errors. */
  readonly place?: Frame | undefined;
  /** Whether the header was missing above the frames. */
  readonly beheaded?: boolean;
  /** Where rich wrote it. */
  readonly columns?: Columns;
  /** White space before every line: units. */
  readonly indent?: number | undefined;
}

/** Continues at the line that names the exception. */
function readNamed(lines: readonly string[], named: number, found: ExceptionLine, before: Before): Block {
  const { options, frames, place, beheaded = false, columns, indent } = before;
  const { type, module, message } = found;
  if (/RemoteTraceback$/.test(type)) {
    const remote = readRemote(lines, named + 1, options);
    if (remote) return remote;
  }
  const { value, end } = readMessage(lines, named + 1, message, {
    type,
    whole: options.whole,
    logged: options.logged,
    said: options.said,
    columns,
    indent,
  });
  const error: Writable<RaisedError> = { type, value, frames };
  if (module) error.module = module;
  if (place && isSyntaxError(type)) error.place = place;
  const incomplete = beheaded && frames.length > 0 ? [missing.beginning] : [];
  const group = readMembers(lines, end, options, options.readInner);
  if (!group) return { error, frames, end, incomplete };
  const { members } = group;
  return { error: { ...error, members }, frames, end: group.end, incomplete: [...incomplete, ...group.incomplete] };
}

/** Whether the traceback of a process pool's worker begins here. */
export function isRemote(lines: readonly string[], at: number): boolean {
  if (!lines[at]!.includes("RemoteTraceback:")) return false;
  const quote = skipBlank(lines, at + 1);
  return lines[quote]?.trim() === '"""' && parseExceptionLine(lines[at]!.trim()) !== undefined;
}

/** A process pool prints the traceback of its worker between triple quotes: it is the cause of this error. */
function readRemote(lines: readonly string[], from: number, options: Inside): Block | undefined {
  const quote = skipBlank(lines, from);
  if (lines[quote]?.trim() !== '"""') return undefined;
  let close = quote + 1;
  while (close < lines.length && lines[close]!.trim() !== '"""') close++;
  const inner = lines.slice(quote + 1, close);
  const chain =
    inner.length > 0
      ? options.readInner(inner, skipBlank(inner, 0), { ...options, whole: true, said: undefined })
      : undefined;
  return chain && { ...chain, frames: [], end: Math.min(close + 1, lines.length) };
}
