import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseNodeStacks } from "../../../src/capture/node/stack.ts";
import type { Frame, RaisedError } from "../../../src/report/report.ts";

const folder = resolve(import.meta.dirname, "../../../../shared/data/tracebacks/node");

interface Expected {
  type: string;
  type_alternatives?: string[];
  value_first_line: string | null;
  relation: string;
  of: number | null;
  frames_list?: [string | null, number | null, number | null, string | null, boolean][];
}
interface Case {
  exceptions: Expected[];
  alternatives?: Expected[][];
  optional?: string;
  negative?: string;
  truncated?: boolean;
}
interface Found {
  readonly error: RaisedError;
  readonly relation: string;
  readonly of: number | null;
}

/** Removes what is removed before a parser is called: colour and prefixes. */
function readLines(text: string): string[] {
  const carrier =
    /^(?:\uFEFF|(?:> ?)+|\d+\|\S+ *\| (?:[\dT:-]+: )?|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00) (?:\w+\[[\w.]+\]: )?)/;
  return text.split(/\r\n|\r|\n/).map((line) => line.replace(/[\x1b←]\[[\d;]*m/g, "").replace(carrier, ""));
}

function flatten(roots: readonly RaisedError[]): Found[] {
  const found: Found[] = [];
  const visit = (error: RaisedError, relation: string, of: number | null) => {
    const index = found.push({ error, relation, of }) - 1;
    if (error.cause) visit(error.cause, "cause", index);
    for (const member of error.members ?? []) visit(member, "group-member", index);
  };
  for (const root of roots) visit(root, "none", null);
  return found;
}

const listed = (frame: Frame) => [
  frame.path ?? null,
  frame.line ?? null,
  frame.column ?? null,
  frame.function ?? null,
  frame.async ?? false,
];

function isRight(want: Expected, { error, relation, of }: Found): boolean {
  const frames = error.frames.map(listed).reverse();
  return (
    [want.type, ...(want.type_alternatives ?? [])].includes(error.type) &&
    (want.value_first_line ?? "").trimEnd() === error.value.split("\n", 1)[0]!.trimEnd() &&
    JSON.stringify(want.frames_list ?? []) === JSON.stringify(frames) &&
    want.relation === relation &&
    want.of === of
  );
}

function isAllowed(wanted: Case, found: readonly Found[]): boolean {
  const lists = [wanted.exceptions, ...(wanted.alternatives ?? [])];
  if (lists.some((list) => list.length === found.length && list.every((want, at) => isRight(want, found[at]!))))
    return true;
  const listedSomewhere = (one: Found) => lists.some((list) => list.some((want) => isRight(want, one)));
  if (wanted.optional || wanted.negative)
    return found.every((one) => one.error.frames.length === 0 || listedSomewhere(one));
  return Boolean(wanted.truncated) && wanted.exceptions.every((want) => found.some((one) => isRight(want, one)));
}

const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];

test.skipIf(names.length === 0)("the shared Node stacks are read exactly as they were printed", () => {
  const wrong = names.flatMap((name) => {
    const text = readFileSync(resolve(folder, name), "utf8");
    const wanted = JSON.parse(readFileSync(resolve(folder, name.replace(/txt$/, "expected.json")), "utf8")) as Case;
    const found = flatten(parseNodeStacks(readLines(text)).map(({ error }) => error));
    if (isAllowed(wanted, found)) return [];
    const shown = found.map(
      ({ error, relation, of }) => `${error.type}|${error.value}|${error.frames.length}|${relation} ${of}`,
    );
    return [{ name, shown }];
  });
  expect(wrong).toEqual([]);
  expect(names.length).toBeGreaterThan(100);
});
