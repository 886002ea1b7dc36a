const name = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const qualified = new RegExp(String.raw`^(${name}(?:\.(?:${name}|<locals>|<lambda>))*)(?:\s*$|:(?:\s(.*))?$)`, "su");

/** The line with which Python names an exception. */
export interface ExceptionLine {
  readonly type: string;
  readonly module?: string;
  readonly message: string;
}

/** Reads `package.Type: message`, `Type:` or `Type`; `undefined` for anything else. */
export function parseExceptionLine(line: string): ExceptionLine | undefined {
  const match = qualified.exec(line);
  if (!match) return undefined;
  const { type, module } = splitType(match[1]!);
  const message = (match[2] ?? "").trimEnd();
  return module === undefined ? { type, message } : { type, module, message };
}

/** Whether a line without a traceback is an exception anyway: its type ends like those of Python. */
export function looksLikeException(line: string): boolean {
  return /^[\w.<>]*(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Group|Failure|Fault|Traceback)(?::|\s*$)/.test(
    line,
  );
}

/** Whether a type has a name like a class. */
export const isClassName = (type: string) => /^_*\p{Lu}/u.test(type);

/** Errors of the compiler, which are printed with a place and, unless it was called at run time, without frames. */
export const isSyntaxError = (type: string) => /^(?:Syntax|Indentation|Tab)Error$/.test(type);

/** Modules with names like classes. */
const isModule = (part: string) => /^(?:Crypto|Cryptodome|Cython|ElementTree|MySQLdb|OpenSSL|PIL|SSL|Xlib)$/.test(part);

/**
 * Splits a printed name into module and class: classes begin with a capital, modules do not, and the name of a class
 * defined in a function (`f.<locals>.E`) includes the function.
 */
export function splitType(printed: string): { type: string; module?: string } {
  if (!printed.includes(".")) return { type: printed };
  const parts = printed.split(".");
  const first = parts.findIndex((part, at) => parts[at + 1] === "<locals>" || (isClassName(part) && !isModule(part)));
  const at = first < 0 ? parts.length - 1 : first;
  const module = parts.slice(0, at).join(".");
  const type = parts.slice(at).join(".");
  return module === "" || module === "builtins" ? { type } : { type, module };
}
