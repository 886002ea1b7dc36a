import type { Finding } from "./finding.ts";

/** A bracket that `util.inspect` opened at the end of a line: the properties of an error, an object, a list. */
interface Container {
  /** Columns of white space before the line that opens it, and of the one that closes it. */
  readonly indent: number;
  readonly key: string;
  readonly isList: boolean;
  /** The error to which these properties belong, if to one. */
  readonly owner?: Finding;
}

/** The relation of an error to the one among whose properties it is printed. */
export interface Placement {
  readonly relation: "none" | "cause" | "member" | "property";
  readonly parent?: Finding;
}

const opener = /[[{(]\s*$/;
const closer = /^\s*[\]})]/;
const property = /^\s*(?:\[[^\]]*\]|'[^']*'|(?!\w*(?:Error|Exception):)[\w$]+): /;

/** Follows the properties printed after a stack, and finds the place of an error among them. */
export class PropertyDump {
  readonly #containers: Container[] = [];
  /** In a paste that lost its indentation, only brackets show where something ends. */
  #flat = false;

  get isOpen(): boolean {
    return this.#containers.length > 0;
  }

  /** The outermost error whose properties are open. */
  get root(): Finding | undefined {
    return this.#containers[0]?.owner;
  }

  /** The properties of an error begin whose first line has this indentation; `below` is the first of theirs. */
  enter(owner: Finding, indent: number, below: string | undefined): void {
    const isFlat = below !== undefined && indentOf(below) <= indent;
    if (isFlat && !property.test(below) && !closer.test(below)) return;
    if (!this.isOpen) this.#flat = isFlat;
    this.#containers.push({ indent, key: "", isList: false, owner });
  }

  /** Closes everything that is open: it ended or was cut off. */
  clear(): void {
    this.#containers.length = 0;
  }

  /** Whether a line can be inside of the open properties. */
  fits(line: string): boolean {
    const { indent } = this.#containers.at(-1) ?? { indent: 0 };
    return this.#flat || indentOf(line) > indent || (closer.test(line) && indentOf(line) === indent);
  }

  /** Follows a line outside of errors. False if it cannot belong to the open properties. */
  follow(line: string): boolean {
    if (line.trim() === "") return false;
    const indent = indentOf(line);
    const closes = closer.test(line);
    const closed = this.#leave(indent, closes);
    const isList = line.trimEnd().endsWith("[");
    if (this.isOpen && opener.test(line)) this.#containers.push({ indent, key: keyOf(line), isList });
    return this.isOpen || closed;
  }

  /** The place of an error whose first line has this indentation, and this text before the type. */
  place(indent: number, prefix: string): Placement {
    this.#leave(indent, false);
    const [outer, inner] = [this.#containers.at(-2), this.#containers.at(-1)];
    if (inner?.owner) {
      if (!property.test(`${prefix} `)) {
        this.clear(); // its own properties have keys: it was cut off
        return { relation: "none" };
      }
      if (keyOf(prefix) === "cause") return { relation: "cause", parent: inner.owner };
    }
    if (inner?.key === "errors" && outer?.owner) return { relation: "member", parent: outer.owner };
    const list = this.#containers.findLastIndex(({ key }) => key === "aggregateErrors");
    const ownerOfList = this.#containers[list - 1]?.owner;
    if (ownerOfList) return { relation: "member", parent: ownerOfList };
    const nearest = this.#containers.findLast(({ owner, isList }) => owner || isList);
    return nearest?.owner ? { relation: "property", parent: nearest.owner } : { relation: "none" };
  }

  /** Closes the properties that end before a line. True if its bracket closed the last of them. */
  #leave(indent: number, closes: boolean): boolean {
    if (this.#flat) return closes && this.#containers.pop() !== undefined;
    let left: Container | undefined;
    while (this.isOpen && this.#containers.at(-1)!.indent >= indent) left = this.#containers.pop();
    return closes && left?.indent === indent;
  }
}

/** Columns of white space before a line. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The property that a line or the text before a type names: `[cause]: <ref *1> ` is `cause`. */
function keyOf(text: string): string {
  return (
    /^\s*(?:\[?([\w$]+)\]?|"([\w$]+)"):/
      .exec(text)
      ?.slice(1)
      .find((key) => key !== undefined) ?? ""
  );
}
