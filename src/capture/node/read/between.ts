import { indentOf } from "../tree/dump.ts";
import { type Reading, strayLines } from "./reading.ts";

const footer = /^\s*(Node\.js|Bun) (v\d+\.\d+\.\S+)(?: \(\w+ \w+\))?\s*$/;
const membersBelow = /^\s+"?aggregateErrors"?: \[\s*$/;

/** A line outside of errors: perhaps one of the properties of an error, or the last line of the process. */
export function follow(reading: Reading, at: number): void {
  const { dump } = reading.tree;
  const text = reading.scan.texts[at]!;
  const [, name, version] = footer.exec(text) ?? [];
  if (name && version) endProcess(reading, at, { name: name.toLowerCase().replace(".js", ""), version });
  const { latest } = reading.tree;
  // pino-pretty prints the members of a group below its stack, as JSON
  if (latest && at === reading.floor && membersBelow.test(text)) dump.enter(latest, indentOf(text) - 1, text);
  const { root } = dump;
  if (!root || isStrayLine(reading, at) || !dump.follow(text)) return;
  root.last = at;
  if (!dump.isOpen) reading.floor = at + 1;
}

/** Whether a line among properties was printed by others, and the properties continue after it. */
function isStrayLine(reading: Reading, at: number): boolean {
  const { dump } = reading.tree;
  const { texts } = reading.scan;
  return !dump.fits(texts[at]!) && texts.slice(at + 1, at + 1 + strayLines).some((text) => dump.fits(text));
}

function endProcess(reading: Reading, at: number, runtime: { readonly name: string; readonly version: string }): void {
  reading.tree.dump.clear();
  const { root } = reading.tree;
  if (!root || root.runtime?.version || at - root.last > strayLines) return;
  Object.assign(root, { runtime, last: at, handled: false, level: "fatal" });
}
