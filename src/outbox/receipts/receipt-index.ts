import { attempt } from "../../world/files/attempt.ts";
import type { Receipt } from "../receipt.ts";

/** The fields of a receipt that are needed for counts and retention. */
export interface ReceiptFact {
  readonly id: string;
  readonly state: Receipt["state"];
  readonly settledAtMs: number;
  readonly publisher: string;
}

/** The part of a line after the id: when the event was settled, and `of`: its state and publisher. */
export interface Facts {
  readonly settledAtMs: number;
  /** Many receipts have the same `of`, which is therefore parsed once. */
  readonly of: string;
}

const idLength = 32;
const factForm = /^\d{1,16} (?:sent|dropped|withheld) \S+$/;

export const factsOf = ({ state, settledAtMs, publisher }: ReceiptFact): Facts => ({
  settledAtMs,
  of: `${state} ${encodeURIComponent(publisher)}`,
});

/** The line of a receipt. */
export function renderLine(receipt: ReceiptFact): string {
  const { settledAtMs, of } = factsOf(receipt);
  return `${receipt.id} ${settledAtMs} ${of}\n`;
}

/** The line of a receipt that is about to be removed. */
export const renderRemoval = (id: string): string => `${id} -\n`;

/**
 * Reads the lines of these receipts: the last line of each, newest first. A line that is damaged, for example by a
 * crash, is ignored.
 *
 * @param take - Called with the data of each receipt.
 * @returns The ids without a line, and the total number of lines.
 */
export function readIndex(
  bytes: Uint8Array | undefined,
  ids: readonly string[],
  take: (id: string, facts: Facts) => void,
): { unknown: string[]; lines: number } {
  const text = bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1") : "";
  const open = new Set(ids);
  const unknown: string[] = [];
  let lines = 0;
  for (let end = text.length, start = 0; end > 0; end = start - 1) {
    start = text.lastIndexOf("\n", end - 1) + 1;
    lines += 1;
    const id = text.slice(start, start + idLength);
    if (!open.delete(id)) continue;
    const facts = parseFacts(text.slice(start + idLength + 1, end));
    if (facts) take(id, facts);
    else unknown.push(id);
  }
  return { unknown: [...unknown, ...open], lines };
}

function parseFacts(text: string): Facts | undefined {
  if (!factForm.test(text)) return undefined;
  const space = text.indexOf(" ");
  return { settledAtMs: Number(text.slice(0, space)), of: text.slice(space + 1) };
}

export function toFact(id: string, { settledAtMs, of }: Facts): ReceiptFact {
  const [state, publisher = ""] = of.split(" ");
  const name = publisher.includes("%") ? (attempt(() => decodeURIComponent(publisher)) ?? publisher) : publisher;
  return { id, state: state as Receipt["state"], settledAtMs, publisher: name };
}
