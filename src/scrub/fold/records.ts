import type { Part } from "../scan.ts";
import { byteClass, hasExactly, latin1 } from "../text/bytes.ts";
import { holdsHint } from "./hints.ts";

const LF = 0x0a;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const STOP = 0x2e;
const HEAD = '{"log":"';
/** How many records after one with a hint are read with it: a table has a line between its head and its first row. */
const AFTER_HINT = 3;
/** A name whose value is in a later record is in the last bytes of its own: the head of a table, a prompt, a key. */
const TAIL = 24;

/** Whether what a record prints, up to its line end, may name the secret in a later one. A whole sentence does not. */
function leadsOn(text: Uint8Array, start: number, end: number): boolean {
  const last = hasExactly(text, end - 2, end, "\\n") ? end - 2 : end;
  if (last > start && text[last - 1] === STOP) return false;
  return holdsHint(text, Math.max(start, end - TAIL), end) || namesAccount(text, start, last);
}

/** Whether an account is named at the beginning of a record: the next one may have its password. */
const namesAccount = (text: Uint8Array, start: number, end: number): boolean =>
  initials[text[start] ?? 0] === 1 && ACCOUNT.test(latin1(text, start, Math.min(end, start + TAIL)));

const initials = byteClass("aehlmuAEHLMU");
const ACCOUNT = /^(?:user(?:name)?|login|account|e?-?mail|host)[:=]/i;

/** What a program printed as one line, in the record of Docker's log that is the line from `start` to `end`. */
export function recordAt(text: Uint8Array, start: number, end: number): Part | undefined {
  const first = start + HEAD.length;
  if (!hasExactly(text, start, end, HEAD)) return undefined;
  for (let i = first; i < end; i++) {
    if (text[i] === BACKSLASH) i++;
    else if (text[i] === QUOTE) return i + 1 < end && text[i + 1] === 0x2c ? { start: first, end: i } : undefined;
  }
  return undefined;
}

/** Whether the record that begins at `start` ends its text at `at` with a line end, and may name a secret. */
export const mayLeadOn = (text: Uint8Array, start: number, at: number, to: number): boolean =>
  hasExactly(text, at, to, '\\n"') && hasExactly(text, start, to, HEAD) && leadsOn(text, start + HEAD.length, at + 2);

/** The texts of records that are read as one. */
export interface Records {
  readonly texts: readonly Part[];
  /** Where the line after them begins. */
  readonly end: number;
  /** Whether more records may follow in text that is not available yet. */
  readonly isOpen: boolean;
}

/**
 * The records from `start` on, the first of which has a hint, up to some after the last one that has; undefined if
 * there is none.
 *
 * @param most - They have at most this many bytes together.
 */
export function recordsFrom(
  text: Uint8Array,
  start: number,
  to: number,
  last: boolean,
  most: number,
): Records | undefined {
  const texts: Part[] = [];
  let end = start;
  for (let after = 0; after <= AFTER_HINT; ) {
    if (end >= to) return texts.length === 0 ? undefined : { texts, end, isOpen: !last };
    const found = text.indexOf(LF, end);
    const lf = found < 0 || found >= to ? to : found;
    const record = recordAt(text, end, lf);
    if (record === undefined || lf + 1 - start > most) break;
    if (lf === to && !last) return texts.length === 0 ? undefined : { texts, end, isOpen: true };
    after = leadsOn(text, record.start, record.end) ? 0 : after + 1;
    if (after > 0 && texts.length === 0) return undefined;
    if (after > AFTER_HINT) break;
    texts.push(record);
    end = Math.min(to, lf + 1);
  }
  return texts.length < 2 ? undefined : { texts, end, isOpen: false };
}
