/** One exception as structlog's `dict_tracebacks` writes it. */
interface ExceptionData {
  readonly exc_type: string;
  readonly exc_value?: unknown;
  /** Whether it is the cause of the previous one in the list, not only its context. */
  readonly is_cause?: unknown;
  readonly frames?: unknown;
}

const links = {
  cause: "The above exception was the direct cause of the following exception:",
  context: "During handling of the above exception, another exception occurred:",
} as const;

/** A chain of exceptions that a logger wrote as data, the last raised first, as CPython would print it. */
export function printExceptionData(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isExceptionData)) return undefined;
  const printed = value.map((exception, at) => {
    const led = at === 0 ? "" : `\n\n${exception.is_cause === true ? links.cause : links.context}\n\n`;
    return `${printOne(exception)}${led}`;
  });
  return printed.reverse().join("");
}

const isExceptionData = (value: unknown): value is ExceptionData =>
  typeof value === "object" && value !== null && "exc_type" in value && typeof value.exc_type === "string";

function printOne({ exc_type, exc_value, frames }: ExceptionData): string {
  const calls = Array.isArray(frames) ? frames.flatMap(printFrame) : [];
  const name = typeof exc_value === "string" && exc_value !== "" ? `${exc_type}: ${exc_value}` : exc_type;
  return ["Traceback (most recent call last):", ...calls, name].join("\n");
}

/** Without the markers for omitted frames. */
function printFrame(frame: unknown): string[] {
  const { filename, lineno, name } = (frame ?? {}) as Record<string, unknown>;
  if (typeof filename !== "string" || typeof lineno !== "number" || lineno < 0) return [];
  return [`  File "${filename}", line ${lineno}, in ${typeof name === "string" ? name : "<unknown>"}`];
}
