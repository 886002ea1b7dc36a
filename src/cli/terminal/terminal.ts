import type { Line, Span } from "../../preview/terminal/line.ts";
import { wrapBehindMargin } from "../../preview/terminal/margin.ts";
import { toSafeJson, toSafeText } from "../../preview/terminal/safe.ts";
import { wrapLine } from "../../preview/terminal/wrap.ts";
import type { Output } from "../../world/terminal/output.ts";
import { type Questions, questions } from "./ask.ts";
import { pageLines } from "./paged-output.ts";
import { loadPaint, paintLine, plain, wantsColour } from "./paint.ts";
import { terminalSize } from "./size.ts";

/** The output and questions of a command: data on stdout, everything else on stderr. */
export interface Terminal extends Questions {
  /** Whether a person can answer questions. */
  readonly canAsk: boolean;
  /** Whether the whole screen can be used, with single keys. */
  readonly hasScreen: boolean;
  /** Makes the pieces of lines safe, and colours them for stdout. */
  painter(): Promise<(span: Span) => string>;
  /** The width of stdout; 80 if it is not a terminal. */
  readonly columns: number;
  /** The width of stdout if it is a terminal: lines of a list are cut to it, and only there. */
  readonly width: number | undefined;
  /** Lines of data, made safe, coloured on a terminal, where wrapped lines keep their margin. */
  print(lines: Iterable<Line>): Promise<void>;
  /** The same for prose: on a terminal, long lines are wrapped between words. */
  printProse(lines: Iterable<Line>): Promise<void>;
  /** Like `print`; output longer than the screen goes through the pager that the environment names. */
  page(lines: readonly Line[]): Promise<void>;
  /** Whether `progress` is visible. */
  readonly showsProgress: boolean;
  /** Shows a line on stderr that the next one replaces; `undefined` removes it. */
  progress(text: string | undefined): void;
  /** Prints lines for the person, on stderr. */
  note(...lines: Line[]): Promise<void>;
  /** Writes exact bytes; waits while the reader is slow. */
  write(data: Uint8Array | string): Promise<void>;
  /** Resolves when everything printed so far is written, including calls that were not awaited. */
  written(): Promise<void>;
  /** A value as JSON that is safe to print, indented by two columns unless told otherwise. */
  toJson(value: unknown, indent?: number): string;
  /** One JSON value. */
  json(value: unknown): Promise<void>;
  /** A JSON array whose items are printed as they are added, so that they need not be kept in memory. */
  jsonArray(): JsonArray;
}

export interface JsonArray {
  add(item: unknown): Promise<void>;
  /** Closes the array: what was added so far is then complete JSON. */
  end(): Promise<void>;
}

/** Standard input is opened only when it is needed: that takes longer than many a command. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Output;
  readonly stderr: Output;
}

export function createTerminal(streams: Streams, env: NodeJS.ProcessEnv): Terminal {
  const { stdout, stderr } = streams;
  const underWay = new Set<Promise<void>>();
  const track = (writing: Promise<void>): Promise<void> => {
    underWay.add(writing);
    const end = () => void underWay.delete(writing);
    writing.then(end, end);
    return writing;
  };
  let [hasProgress, isFlowing] = [false, false];
  const progress = (text: string | undefined) => {
    if (text === undefined && !hasProgress) return;
    hasProgress = text !== undefined;
    void track(stderr.write(`\r\u001b[K${toSafeText(text ?? "")}`));
  };
  const writeLines = async (output: Output, lines: Iterable<Line>, sink: Pick<Output, "write"> = output) => {
    progress(undefined);
    const paint = wantsColour(output, env) ? await loadPaint() : plain;
    let text = "";
    for (const line of lines) {
      text += `${paintLine(line, paint).trimEnd()}\n`;
      if (text.length > 65_536) {
        await sink.write(text);
        text = "";
      }
    }
    if (text) await sink.write(text);
  };
  return {
    get canAsk() {
      return stderr.isTty && streams.stdin.isTTY;
    },
    get hasScreen() {
      return stdout.isTty && streams.stdin.isTTY;
    },
    painter: async () => (wantsColour(stdout, env) ? loadPaint() : plain),
    get columns() {
      return stdout.isTty ? terminalSize().columns : 80;
    },
    get width() {
      return stdout.isTty ? terminalSize().columns : undefined;
    },
    print: (lines) => track(writeLines(stdout, behindMargins(lines, stdout))),
    printProse: (lines) => track(writeLines(stdout, wrapped(lines, stdout))),
    page: (lines) =>
      track(pageLines(behindMargins(lines, stdout), stdout, env, (all, sink) => writeLines(stdout, all, sink))),
    get showsProgress() {
      return stderr.isTty && !isFlowing && env.TERM !== "dumb";
    },
    progress,
    note: (...lines) => track(writeLines(stderr, wrapped(lines, stderr))),
    write(data) {
      isFlowing ||= stdout.isTty; // output that comes in pieces shows its own progress
      return track(stdout.write(data));
    },
    written: async () => void (await Promise.all(underWay)),
    toJson,
    json: (value) => track(stdout.write(`${toJson(value)}\n`)),
    jsonArray() {
      let count = 0;
      const indented = (item: unknown) => toJson(item).replaceAll("\n", "\n  ");
      return {
        add: (item) => track(stdout.write(`${count++ === 0 ? "[" : ","}\n  ${indented(item)}`)),
        end: () => track(stdout.write(count === 0 ? "[]\n" : "\n]\n")),
      };
    },
    ...questions,
  };
}

/** On a terminal, lines with margins are wrapped here, since it would continue them without. */
function behindMargins<Lines extends Iterable<Line>>(lines: Lines, { isTty }: Output): Lines | Line[] {
  if (!isTty) return lines;
  const { columns } = terminalSize();
  return [...lines].flatMap((line) => wrapBehindMargin(line, columns));
}

/** The number of lines that it takes on a terminal. */
function wrapped(lines: Iterable<Line>, output: Output): Iterable<Line> {
  if (!output.isTty) return lines;
  const { columns } = terminalSize();
  return [...lines].flatMap((line) => wrapLine(line, columns));
}

/** JSON does not escape C1 and invisible characters; a terminal must not get them. */
const toJson = (value: unknown, indent = 2) => toSafeJson(JSON.stringify(value, null, indent));
