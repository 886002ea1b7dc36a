import type { Frame } from "../../../report/report.ts";
import type { ParserOptions } from "../../parser.ts";
import { type Excerpt, endsProcess, placeOf, withSource } from "../excerpt.ts";
import type { PrintedForm } from "../forms/form.ts";
import type { Header } from "../line/header.ts";
import { type Scan, skipBlank } from "../scan.ts";
import { indentOf } from "../tree/dump.ts";
import { type Finding, openError } from "../tree/finding.ts";
import { ErrorTree } from "../tree/tree.ts";

/** The most unrelated lines between the frames of one stack. */
export const strayLines = 3;

/** How far a text was read, and the errors that were found in it so far. */
export class Reading {
  readonly tree = new ErrorTree();
  /** The source excerpt whose error comes next, or was read last. */
  excerpt: Excerpt | undefined;
  /** The index after the last line of an error. */
  floor = 0;

  /** As in `ParserOptions`. */
  readonly isWhole: boolean;
  readonly isFailure: boolean;
  readonly isSaid: (line: string) => boolean;

  constructor(
    readonly scan: Scan,
    { whole = false, failed = false, said = () => false }: ParserOptions,
  ) {
    this.isWhole = whole;
    this.isFailure = failed;
    this.isSaid = said;
  }

  /** Adds an error that was printed in a form of its own; returns the index of the next line to read. */
  addForm({ error, first, end, fatal, runtime }: PrintedForm): number {
    this.tree.addWhole({
      ...{ error, first, last: end - 1, indent: 0, handled: !fatal, incomplete: new Set() },
      ...(runtime && { runtime }),
      ...(fatal && { level: "fatal" }),
    });
    this.floor = end;
    return end;
  }

  /** An error follows below a source excerpt; returns the index of its first line. */
  openExcerpt(excerpt: Excerpt): number {
    this.excerpt = excerpt;
    this.tree.dump.clear();
    return excerpt.header;
  }

  /** Adds the error that begins on line `at`, at its place in the tree. */
  add(at: number, header: Header, value: string, frames: readonly Frame[]): Finding {
    const excerpt = this.excerpt?.header === at ? this.excerpt : undefined;
    const isFatal = excerpt !== undefined && endsProcess(excerpt, header.type);
    const isWarning = /^\(node:\d+\)$/.test(header.prefix);
    const finding: Finding = {
      error: openError(header.type, value, excerpt ? withSource(frames, excerpt) : [...frames]),
      first: excerpt?.first ?? at,
      last: at,
      indent: indentOf(this.scan.texts[at]!),
      handled: !isFatal && !/\b(?:uncaught|unhandled)|<rejected>/i.test(`${header.prefix} ${header.type}`),
      incomplete: new Set(),
      ...(isFatal && { level: "fatal" }),
      ...(isWarning && { level: "warning" }),
    };
    const place = excerpt && placeOf(excerpt, header.type, frames);
    if (place) finding.error.place = place;
    this.tree.add(finding, header.prefix, at === this.floor);
    return finding;
  }

  /** Called when the text of an error ends before `end`; its properties may follow. */
  close(finding: Finding, end: number, opens: boolean): void {
    const { texts } = this.scan;
    const { root, dump } = this.tree;
    finding.last = end - 1;
    if (root) root.last = Math.max(root.last, end - 1);
    this.floor = end;
    if (opens) dump.enter(finding, finding.indent, texts[skipBlank(texts, end)]);
  }
}
