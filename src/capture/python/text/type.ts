const name = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const qualified = new RegExp(String.raw`^(${name}(?:\.(?:${name}|<locals>|<lambda>))*)(?:\s*$|:(?:\s(.*))?$)`, "su");

/** The first line that Python prints of an exception. */
export interface ExceptionLine {
  readonly type: string;
  readonly module?: string;
  readonly message: string;
}

/** Reads `package.Type: message`, `Type:` or `Type`; `undefined` for anything else. */
export function parseExceptionLine(line: string): ExceptionLine | undefined {
  const match = qualified.exec(line);
  return match ? { ...splitType(match[1]!), message: (match[2] ?? "").trimEnd() } : undefined;
}

/** Whether a line that nothing announces is still an exception: its type ends as those of Python do. */
export function looksLikeException(line: string): boolean {
  return /^[\w.<>]*(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Group|Failure|Fault|Traceback)(?::|\s*$)/.test(
    line,
  );
}

/** Whether a type is named as classes are. */
export const isClassName = (type: string) => /^_*\p{Lu}/u.test(type);

/** Errors of the compiler, which are printed with a place and, unless it was called at run time, without frames. */
export const isSyntaxError = (type: string) => /^(?:Syntax|Indentation|Tab)Error$/.test(type);

/** Modules that are named as classes are. */
const isModule = (part: string) => /^(?:Crypto|Cryptodome|Cython|ElementTree|MySQLdb|OpenSSL|PIL|SSL|Xlib)$/.test(part);

/**
 * Parts a printed name into module and class: classes begin with a capital, modules do not, and what is defined in
 * a function (`f.<locals>.E`) takes the function into its name.
 */
export function splitType(printed: string): { type: string; module?: string } {
  const parts = printed.split(".");
  const first = parts.findIndex((part, at) => parts[at + 1] === "<locals>" || (isClassName(part) && !isModule(part)));
  const at = first < 0 ? parts.length - 1 : first;
  const module = parts.slice(0, at).join(".");
  return { type: parts.slice(at).join("."), ...(module !== "" && module !== "builtins" && { module }) };
}
