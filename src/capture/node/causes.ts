import { findHeader, type Header } from "./line/header.ts";
import { joinLines, withoutSource } from "./message.ts";
import { runAt, type Scan, skipBlank } from "./scan.ts";
import { type OpenError, openError } from "./tree/finding.ts";
import type { ErrorTree } from "./tree/tree.ts";

/**
 * The most lines between the words that announce a cause and its frames: for consola, and for Jest with its source
 * lines.
 */
const inlineLines = 3;
const belowLines = 20;

/** The type of an error whose name was not printed. */
export const unnamed = (message: string): Header => ({
  ...{ prefix: "", type: "Error", colon: true },
  message: message.trim(),
});

/**
 * Adds the causes that are printed after an error's frames, by consola without their types and by Jest below `Cause:`;
 * returns the index after the last.
 */
export function readCauses(scan: Scan, tree: ErrorTree, error: OpenError, from: number): number {
  for (let [above, end] = [error, from]; ; ) {
    const found = findCause(scan, end);
    if (!found || tree.dump.isOpen) return end;
    const run = runAt(scan, found.frames);
    const value = withoutSource(joinLines(scan.texts, found.at, found.frames, found.header.message));
    const cause = openError(found.header.type, value, [...run.frames]);
    tree.addCause(above, cause);
    [above, end] = [cause, run.end];
  }
}

function findCause(
  { texts, nextFrame }: Scan,
  end: number,
): { at: number; header: Header; frames: number } | undefined {
  const announced = skipBlank(texts, end);
  const isBelow = /^\s+Cause:\s*$/.test(texts[announced] ?? "");
  const at = isBelow ? announced + 1 : announced;
  const text = isBelow ? texts[at]?.trim() : /^\s+\[cause\]: (\S.*)/s.exec(texts[at] ?? "")?.[1];
  const frames = nextFrame[Math.min(at + 1, texts.length)]!;
  const isNear = frames < texts.length && frames <= at + 1 + (isBelow ? belowLines : inlineLines);
  return text && isNear ? { at, header: findHeader(text) ?? unnamed(text), frames } : undefined;
}
