import { awaitsMore, beginsTraceback, exceptionName, isInner, isLink, lastText } from "../logs/parts-of-errors.ts";
import type { ReadLine } from "../logs/read-line.ts";
import type { OpenRecord } from "./open-record.ts";

/** Whether a line without a carrier's prefix begins a traceback. */
export const beginsBare = ({ stream, text, log }: ReadLine): boolean => stream === "" && !log && beginsTraceback(text);

/** Whether a line without a carrier's prefix, directly below an error with one, is a part of that error. */
export function continuesBare({ lines }: OpenRecord, text: string): boolean {
  if (/^(?:\s*$|\s+(?![A-Z_]+=)\S|[\]})])/.test(text) || isLink(text)) return true;
  return isLink(lastText(lines)) ? beginsTraceback(text) : awaitsMore(lines) && exceptionName.test(text);
}

/** Whether a line with the carrier's prefix, below lines of an error without it, is another message. */
export const endsBare = (record: OpenRecord, text: string): boolean =>
  record.hasBareLines && !isInner(text) && !continuesBare(record, text);
