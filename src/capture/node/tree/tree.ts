import { limits } from "../../../report/limits.ts";
import { PropertyDump } from "./dump.ts";
import { addMember, type Finding, isSameError, type OpenError } from "./finding.ts";

const causedBy = /(?:^|[\s-])caused by:?$|^\s*cause:$/i;

/** Builds the tree of a text's errors, with their causes and members. */
export class ErrorTree {
  /** The properties that are open. */
  readonly dump = new PropertyDump();
  /** The error that was read last, wherever it is in the tree. */
  latest: Finding | undefined;
  readonly #roots: Finding[] = [];
  /** Other errors in properties, besides causes and members. */
  readonly #others: Finding[] = [];
  readonly #errors: OpenError[] = [];
  /** Causes that were not printed as such; a real one replaces them. */
  readonly #assumed = new Map<OpenError, Finding>();
  readonly #sizes = new Map<Finding, number>();

  /** The root that the error read last belongs to. */
  get root(): Finding | undefined {
    return this.dump.root ?? this.#roots.at(-1);
  }

  /**
   * Adds an error at its place.
   *
   * @param prefix - The text before its type.
   * @param adjoins - Whether its text directly follows that of the previous one.
   */
  add(finding: Finding, prefix: string, adjoins: boolean): void {
    const placed = this.dump.place(finding.indent, prefix);
    const isBelow = adjoins && causedBy.test(prefix) && /^(?:none|member)$/.test(placed.relation);
    const { relation, parent } = isBelow ? { relation: "cause" as const, parent: this.latest } : placed;
    this.#errors.push(finding.error);
    this.latest = finding;
    if (!parent) this.#roots.push(finding);
    else if (this.#hasRoom()) this.#hang(finding, parent.error, relation);
  }

  /** Adds a cause to an error without printed properties. */
  addCause(above: OpenError, cause: OpenError): void {
    if (!this.#hasRoom()) return;
    this.#errors.push(cause);
    above.cause = cause;
  }

  /** Adds an error with its causes and members, whose calls are in order already. */
  addWhole(finding: Finding): void {
    this.dump.clear();
    this.latest = undefined;
    this.#roots.push(finding);
  }

  /** The errors so far, each with its oldest call first. */
  close(): readonly Finding[] {
    if (this.dump.root) this.dump.root.incomplete.add("the end of the properties behind the stack");
    for (const { frames } of this.#errors) frames.reverse();
    return [...this.#roots, ...this.#others].sort((a, b) => a.first - b.first);
  }

  #hang(finding: Finding, above: OpenError, relation: "none" | "cause" | "member" | "property"): void {
    if (relation === "member") addMember(above, finding.error);
    else if (relation === "cause") this.#setCause(above, finding.error);
    else if (!above.cause) {
      above.cause = finding.error;
      this.#assumed.set(above, finding);
    } else if (!isSameError(above.cause, finding.error)) this.#others.push(finding);
  }

  #setCause(above: OpenError, cause: OpenError): void {
    const assumed = this.#assumed.get(above);
    if (assumed && !isSameError(assumed.error, cause)) this.#others.push(assumed);
    this.#assumed.delete(above);
    above.cause = cause;
  }

  /** Whether one more error fits below the root; otherwise marks the root as incomplete. */
  #hasRoom(): boolean {
    const { root } = this;
    if (!root) return true;
    const size = (this.#sizes.get(root) ?? 1) + 1;
    this.#sizes.set(root, size);
    if (size > limits.exceptions) root.incomplete.add(`errors beyond the first ${limits.exceptions}`);
    return size <= limits.exceptions;
  }
}
