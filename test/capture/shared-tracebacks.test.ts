import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import type { Frame, RaisedError } from "../../src/report/report.ts";

const corpus = resolve(import.meta.dirname, "../../../shared/data/tracebacks");

/** `[file, line, function, source?]` in Python, `[file, line, column, function, async]` in Node. */
type WantedFrame = readonly (string | number | boolean | null | undefined)[];

interface Wanted {
  readonly type: string;
  readonly type_alternatives?: string[];
  readonly value_first_line: string | null;
  readonly relation: string;
  readonly of: number | null;
  readonly frames_list?: readonly WantedFrame[];
}

interface Case {
  readonly language: "python" | "node";
  readonly exceptions: Wanted[];
  readonly alternatives?: Wanted[][];
  readonly optional?: string;
  readonly negative?: string;
  readonly truncated?: boolean;
}

interface Found {
  readonly error: RaisedError;
  readonly relation: string;
  /** The error whose cause, context or member this one is. */
  readonly parent: RaisedError | undefined;
}

function capture(bytes: Uint8Array): Found[] {
  const reader = createCapture();
  const found: Found[] = [];
  const visit = (error: RaisedError, relation: string, parent?: RaisedError) => {
    found.push({ error, relation, parent });
    if (error.cause) visit(error.cause, "cause", error);
    if (error.context) visit(error.context, "context", error);
    for (const member of error.members ?? []) visit(member, "group-member", error);
  };
  for (const { report } of [...reader.push(bytes), ...reader.flush()]) visit(report.error, "none");
  return found;
}

const printedType = ({ module, type }: RaisedError) => (module === undefined ? type : `${module}.${type}`);
const firstLine = (text: string) =>
  text
    .split("\n", 1)[0]!
    .replace(/\x1b\[[\d;]*m/g, "")
    .trimEnd();

/** Compares frames; those of Python that rich drew without a place match any place. */
function isSameFrame(frame: Frame, wanted: WantedFrame, node: boolean): boolean {
  const [path, line, third, fourth, fifth] = wanted;
  if (node)
    return (
      (frame.path ?? null) === path &&
      (frame.line ?? null) === line &&
      (frame.column ?? null) === third &&
      (frame.function ?? null) === fourth &&
      (frame.async ?? false) === fifth
    );
  const unplaced = frame.path === undefined;
  return frame.function === third && (unplaced || (frame.path === path && (frame.line ?? null) === line));
}

function isSameError({ error }: Found, wanted: Wanted, node: boolean): boolean {
  const frames = node ? [...error.frames].reverse() : error.frames;
  const list = wanted.frames_list ?? [];
  return (
    [wanted.type, ...(wanted.type_alternatives ?? [])].includes(printedType(error)) &&
    firstLine(error.value) === firstLine(wanted.value_first_line ?? "") &&
    frames.length === list.length &&
    frames.every((frame, at) => isSameFrame(frame, list[at]!, node))
  );
}

/** Whether every expected error is found with its relation, and nothing else unless `extra`. */
function isSameList(found: readonly Found[], wanted: readonly Wanted[], node: boolean, extra = false): boolean {
  const left = new Set(found);
  const partner: Found[] = [];
  const fits = (want: Wanted, have: Found) =>
    isSameError(have, want, node) &&
    (want.of === null ? want.relation !== "none" || have.relation === "none" : have.relation === want.relation) &&
    (want.of === null || have.parent === partner[want.of]?.error);
  // an error that is related to a truncated one has a relation but no parent. Python prints the first cause first and
  // Node prints it last, so that each error is matched after the one to which it is related
  const order = wanted.map((_, at) => at).sort((a, b) => depth(wanted, a) - depth(wanted, b));
  for (const at of order) {
    const match = [...left].find((have) => fits(wanted[at]!, have));
    if (!match) return false;
    left.delete(match);
    partner[at] = match;
  }
  return extra || left.size === 0;
}

function depth(wanted: readonly Wanted[], at: number): number {
  let steps = 0;
  for (let of = wanted[at]!.of; of !== null && steps < wanted.length; of = wanted[of]!.of) steps++;
  return steps;
}

function isRight(found: readonly Found[], wanted: Case): boolean {
  const node = wanted.language === "node";
  const lists = [wanted.exceptions, ...(wanted.alternatives ?? [])];
  if (lists.some((list) => isSameList(found, list, node))) return true;
  if (wanted.optional || wanted.negative)
    return found.every(
      (one) => one.error.frames.length === 0 || lists.flat().some((want) => isSameError(one, want, node)),
    );
  return Boolean(wanted.truncated) && isSameList(found, wanted.exceptions, node, true);
}

const shown = (found: readonly Found[]) =>
  found.map(
    ({ error, relation }) => `${relation} ${printedType(error)}: ${firstLine(error.value)} (${error.frames.length})`,
  );

for (const [language, least] of [
  ["python", 0.995],
  ["node", 0.995],
] as const) {
  const folder = resolve(corpus, language);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];
  test.skipIf(names.length === 0)(
    `the shared ${language} tracebacks are read with types, messages, frames and relations`,
    () => {
      const wrong = names.flatMap((name) => {
        const wanted = JSON.parse(readFileSync(resolve(folder, name.replace(/txt$/, "expected.json")), "utf8")) as Case;
        const found = capture(readFileSync(resolve(folder, name)));
        return isRight(found, wanted) ? [] : [`${name}: ${shown(found).join("; ")}`];
      });
      expect(1 - wrong.length / names.length, wrong.join("\n")).toBeGreaterThanOrEqual(least);
    },
  );
}
