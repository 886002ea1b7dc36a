import type { RaisedError } from "../../../src/report/report.ts";

const sentences = {
  cause: "The above exception was the direct cause of the following exception:",
  context: "During handling of the above exception, another exception occurred:",
};

/** An error as CPython 3.11 and later print it, without the last line end. */
export function printError(error: RaisedError): string {
  const printer = new Printer();
  printer.print(error);
  return printer.lines.join("\n");
}

/** Follows `traceback.TracebackException.format`. */
class Printer {
  readonly lines: string[] = [];
  #depth = 0;
  #needsClose = false;

  print(error: RaisedError): void {
    const link = error.cause ? "cause" : error.context ? "context" : undefined;
    if (link) {
      this.print(error[link]!);
      this.#emit("", sentences[link], "");
    }
    if (error.members) this.#printGroup(error, error.members);
    else this.#emit("Traceback (most recent call last):", ...bodyOf(error));
  }

  #printGroup(error: RaisedError, members: readonly RaisedError[]): void {
    const outermost = this.#depth === 0;
    if (outermost) this.#depth = 1;
    const header = "Exception Group Traceback (most recent call last):";
    if (outermost) this.lines.push(`  + ${header}`);
    else this.#emit(header);
    this.#emit(...bodyOf(error));
    for (const [at, member] of members.entries()) this.#printMember(member, at, at === members.length - 1);
    if (outermost) this.#depth = 0;
  }

  #printMember(member: RaisedError, at: number, isLast: boolean): void {
    if (isLast) this.#needsClose = true;
    this.lines.push(`${this.#indent()}${at === 0 ? "+-" : "  "}+---------------- ${at + 1} ----------------`);
    this.#depth += 1;
    this.print(member);
    if (isLast && this.#needsClose) {
      this.lines.push(`${this.#indent()}+------------------------------------`);
      this.#needsClose = false;
    }
    this.#depth -= 1;
  }

  #indent = () => "  ".repeat(this.#depth);

  #emit(...lines: readonly string[]): void {
    for (const line of lines) this.lines.push(this.#depth === 0 ? line : `${this.#indent()}| ${line}`);
  }
}

function bodyOf({ type, module, value, frames }: RaisedError): string[] {
  const name = module === undefined ? type : `${module}.${type}`;
  const calls = frames.flatMap(({ path, line, function: caller, source }) => [
    `  File "${path}", line ${line}, in ${caller}`,
    ...(source === undefined ? [] : [`    ${source}`]),
  ]);
  return [...calls, ...(value === "" ? name : `${name}: ${value}`).split("\n")];
}
