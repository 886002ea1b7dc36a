type Fields = Readonly<Record<string, unknown>>;

const stackNames = [
  "stack",
  "stackTrace",
  "stack_trace",
  "stacktrace",
  "trace",
  "traceback",
  "error.stack_trace",
  "error.stack",
];
const typeNames = ["errorType", "error.type", "error.kind", "name", "type", "kind", "class"];
const messageNames = ["errorMessage", "error.message", "message", "msg"];

/** The most frames of one error. */
const mostFrames = 1000;

/**
 * An error that a logger wrote as data, as V8 or CPython would print it: a stack that is a list of lines or of calls,
 * or frames without the line that names the error. `undefined` for anything else.
 */
export function printStackData(value: unknown, depth = 0): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = value as Fields;
  const stack = stackNames.map((name) => fields[name]).find((found) => found !== undefined);
  const whole = Array.isArray(stack) ? joinTexts(stack) : undefined;
  if (whole !== undefined && /^Traceback \(most/.test(whole)) return whole;
  const calls = pythonCalls(stack);
  if (calls !== undefined) return printPython(fields, calls);
  const cause = depth < maxDepth ? printStackData(fields.cause, depth + 1) : undefined;
  const lines = linesOf(stack, depth > 0 || cause !== undefined);
  if (!lines || lines.length === 0) return undefined;
  const [type, message] = [textOf(fields, typeNames) ?? "Error", textOf(fields, messageNames) ?? ""];
  const title = /^\s*at /.test(lines[0]!) ? [message === "" ? type : `${type}: ${message}`] : [];
  const printed = [...title, ...lines].join("\n");
  return cause === undefined ? printed : `${printed} {\n  [cause]: ${cause.replaceAll("\n", "\n  ")}\n}`;
}

/** The calls that Python's `format_tb` gives, as Elastic's logger and AWS Lambda write them: one text, or a list. */
function pythonCalls(stack: unknown): string | undefined {
  const text = Array.isArray(stack) ? joinTexts(stack) : stack;
  return typeof text === "string" && /^ {2}File "/.test(text) ? text.trimEnd() : undefined;
}

function joinTexts(parts: readonly unknown[]): string | undefined {
  const isList = parts.length <= mostFrames && parts.every((part) => typeof part === "string");
  return isList ? parts.map((part) => part.replace(/\n$/, "")).join("\n") : undefined;
}

function printPython(fields: Fields, calls: string): string | undefined {
  const [type, message] = [textOf(fields, typeNames), textOf(fields, messageNames) ?? ""];
  const name = message === "" ? type : `${type}: ${message}`;
  return type === undefined ? undefined : `Traceback (most recent call last):\n${calls}\n${name}`;
}

/** The most causes that are followed. */
const maxDepth = 8;

/** @param isPart - Whether it is an error of a chain: otherwise a stack that names its error is complete. */
function linesOf(stack: unknown, isPart: boolean): readonly string[] | undefined {
  if (Array.isArray(stack)) return listed(stack);
  if (typeof stack !== "string") return undefined;
  return isPart && /^[ \t]+at /m.test(stack) && !/caused by/i.test(stack)
    ? stack.trimEnd().split("\n")
    : bareFrames(stack);
}

const textOf = (fields: Fields, names: readonly string[]) =>
  names.map((name) => fields[name]).find((value): value is string => typeof value === "string");

/** A stack that begins with a frame; other stacks name their error. */
const bareFrames = (stack: string) => (/^\s*at /.test(stack) ? listed(stack.split("\n")) : undefined);

function listed(stack: readonly unknown[]): string[] | undefined {
  const lines = stack.slice(0, mostFrames).map(lineOf);
  const isStack = lines.some((line) => line !== undefined && /^\s*at /.test(line));
  return isStack ? lines.filter((line) => line !== undefined) : undefined;
}

/** One line of a stack, or a call as tslog and others describe it. */
function lineOf(part: unknown): string | undefined {
  if (typeof part === "string") return /^\s*at /.test(part) ? `    ${part.trim()}` : part;
  if (typeof part !== "object" || part === null) return undefined;
  const call = part as Fields;
  const path = textOf(call, ["filePath", "fullFilePath", "fileName", "file", "filename", "path"])?.replace(
    /(?::\d+){1,2}$/,
    "",
  );
  const line = numberOf(call, ["fileLine", "lineNumber", "line", "lineno"]);
  if (path === undefined || line === undefined) return undefined;
  const place = `${path}:${line}:${numberOf(call, ["fileColumn", "columnNumber", "column", "colno"]) ?? 1}`;
  const name = textOf(call, ["method", "functionName", "function", "methodName", "name"]);
  return name ? `    at ${name} (${place})` : `    at ${place}`;
}

function numberOf(call: Fields, names: readonly string[]): number | undefined {
  const found = names.map((name) => toNumber(call[name])).find((value) => value > 0);
  return found === undefined ? undefined : Math.trunc(found);
}

/** Other JSON values, such as an object with its own `toString`, are ignored. */
const toNumber = (value: unknown): number =>
  typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
