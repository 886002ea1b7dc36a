import { Command, Option } from "commander";
import { renderCounts } from "../../preview/summary.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import type { Finding } from "../../scrub/finding.ts";
import type { ScrubOptions } from "../../scrub/options.ts";
import { expectShortRun } from "../../world/process/v8/expect-short-run.ts";
import { optimizeLess } from "../../world/process/v8/optimize-less.ts";
import { createTuning, type Setting } from "../../world/process/v8/tuning.ts";
import { collect, example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { openScrubContexts, type SecretFlags } from "../pipeline/context/scrub-context.ts";
import { forEachFile } from "../pipeline/each-file.ts";
import { isUnreadable, readNamedInput } from "../pipeline/input.ts";
import { ScrubDiff } from "../scrub/diff.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface ScrubRequest extends SecretFlags {
  readonly files: readonly string[];
  readonly report?: true;
  readonly check?: true;
  readonly json?: true;
  readonly diff?: true;
  readonly rules?: true;
  readonly on?: readonly string[];
  readonly off?: readonly string[];
  readonly ids?: NonNullable<ScrubOptions["ids"]>;
}

export function scrubCommand(deps: CommandDeps, run = runScrub): Command {
  const command = new Command("scrub")
    .description("remove what the rules recognise as private from a text")
    .argument("[file...]", "any text, also gzipped; the logs in a folder; without any, or for `-`, standard input")
    .option("--report", "print on stderr how often each rule matched")
    .option("--check", "write nothing; exit 1 if anything would be removed")
    .option("--diff", "print only the lines that change: what is removed, masked, and what replaces it")
    .option("--json", "print the matches as JSON instead of the text: rule, placeholder, byte offset, length, line")
    .option("--rules", "print the rules: what each recognises and what replaces it")
    .option("--on <rule>", "switch on a rule that is off by default; repeatable", collect)
    .option("--off <rule>", "switch a rule off; repeatable", collect)
    .addOption(new Option("--ids <how>", "how Discord ids are shortened").choices(["shortened", "any"]));
  return addSecretOptions(command)
    .addHelpText("after", example("tail -f red.log | vextel scrub", "vextel scrub --check --report red.log"))
    .action((files: string[], flags: Omit<ScrubRequest, "files">) => run({ files, ...flags }, deps));
}

export async function runScrub(request: ScrubRequest, deps: CommandDeps): Promise<void> {
  if (request.rules) return printRules(request, deps);
  const { on, off, ids } = request;
  const options = { ...(on && { on }), ...(off && { off }), ...(ids && { ids }) };
  const contextOf = await openScrubContexts(deps, request, { options, tell: deps.terminal.note });
  const { scrubber } = await contextOf();
  const sink = chooseSink(request, deps.terminal);
  const counts = new Map<string, number>();
  const tune = createTuning(TUNING);
  const scrubFile = async (file: string): Promise<void> => {
    const findings: Finding[] = [];
    const keep = (finding: Finding) => {
      counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
      if (request.json || request.diff) findings.push(finding);
    };
    const wantsFindings = request.report || request.check || request.json || request.diff;
    const stream = scrubber.stream(wantsFindings ? keep : undefined, true); // computing their places takes time
    const chunks = readNamedInput(file, deps, true);
    let told = request.json || request.diff ? TOLD : Number.POSITIVE_INFINITY;
    let damage: unknown;
    try {
      for await (const chunk of withPauses(chunks)) {
        if (chunk === undefined) {
          await sink.take(stream.flush(), findings.splice(0), file);
          continue;
        }
        tune(chunk.length);
        for (let at = 0; at < chunk.length; ) {
          const piece = chunk.subarray(at, at + told);
          at += piece.length;
          const text = stream.push(piece);
          if (findings.length > MANY) told = TOLD / 16;
          await sink.take(text, findings.splice(0), file, piece);
        }
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      damage = error; // what could be read is written
    }
    await sink.take(stream.end(), findings.splice(0), file);
    await sink.endFile?.(file);
    if (damage !== undefined) throw damage;
  };
  try {
    await forEachFile(request, deps, scrubFile);
  } catch (error) {
    if (request.json) await sink.end(counts); // so that it is complete
    throw error;
  }
  await sink.end(counts);
  if (request.report) await deps.terminal.note(["Removed: ", renderCounts(counts)]);
  if (request.check && counts.size > 0) deps.setStatus(exit.failed);
}

/** For a shorter text, each takes longer than it saves. */
const TUNING: readonly Setting[] = [
  [16_000, expectShortRun],
  [1_200_000, optimizeLess],
];

/** How many bytes are scrubbed before their findings are passed on; of a text with many findings, a sixteenth. */
const TOLD = 32_768;
/** This many findings at a time take much memory. */
const MANY = 256;

/** If nothing came for this long, the last line is not a wrapped one. */
const PAUSE_MS = 100;
const TURNS = 24;

/** The chunks, and `undefined` once if the next one does not come at once. */
async function* withPauses(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  const source = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = source.next();
    if ((await isSlower(next, fewTurns())) && (await isPaused(next))) yield undefined;
    const result = await next;
    if (result.done) return;
    yield result.value;
  }
}

/** Resolves after what a file takes to yield its next chunk, without a timer. */
async function fewTurns(): Promise<undefined> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}

async function isPaused(next: Promise<object>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PAUSE_MS, undefined);
  });
  try {
    return await isSlower(next, pause);
  } finally {
    clearTimeout(timer);
  }
}

const isSlower = async (next: Promise<object>, other: Promise<undefined>): Promise<boolean> =>
  (await Promise.race([next, other])) === undefined;

/** Receives the scrubbed text, or the report on it. */
interface Sink {
  /** @param original - The bytes that were read in this step. */
  take(text: Uint8Array, findings: readonly Finding[], file: string, original?: Uint8Array): Promise<void>;
  endFile?(file: string): Promise<void>;
  end(counts: ReadonlyMap<string, number>): Promise<void>;
}

function chooseSink({ json, diff, check }: ScrubRequest, terminal: Terminal): Sink {
  if (json) return new JsonSink(terminal);
  if (diff) return new DiffSink(terminal);
  return check ? silent : new TextSink(terminal);
}

const silent: Sink = { take: async () => {}, end: async () => {} };

class TextSink implements Sink {
  readonly #terminal: Terminal;
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }
  async take(text: Uint8Array): Promise<void> {
    if (text.length > 0) await this.#terminal.write(text);
  }
  end = async (): Promise<void> => {};
}

class DiffSink implements Sink {
  #diff = new ScrubDiff();
  readonly #terminal: Terminal;
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }
  async take(_text: Uint8Array, findings: readonly Finding[], file: string, original?: Uint8Array): Promise<void> {
    await this.#terminal.print(this.#diff.add(original ?? new Uint8Array(), findings, file));
  }
  async endFile(file: string): Promise<void> {
    await this.#terminal.print(this.#diff.end(file));
    this.#diff = new ScrubDiff();
  }
  end = async (): Promise<void> => {};
}

/** `{findings: [{file, rule, placeholder, offset, length, line}], counts: {rule: count}}`, one finding a line. */
class JsonSink implements Sink {
  #opening = '{"findings":[\n';
  readonly #terminal: Terminal;
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }
  async take(_text: Uint8Array, findings: readonly Finding[], file: string): Promise<void> {
    let text = "";
    for (const finding of findings) {
      text += `${this.#opening}${this.#terminal.toJson({ file, ...finding }, 0)}`;
      this.#opening = ",\n";
    }
    if (text) await this.#terminal.write(text);
  }
  async end(counts: ReadonlyMap<string, number>): Promise<void> {
    const start = this.#opening === ",\n" ? "" : this.#opening;
    await this.#terminal.write(`${start}\n],"counts":${JSON.stringify(Object.fromEntries(counts))}}\n`);
  }
}

async function printRules({ json }: ScrubRequest, { terminal }: CommandDeps): Promise<void> {
  const { rules } = await import("../../scrub/rules/index.ts");
  const entries = rules.map(({ name, recognises, becomes, example: sample, priority, on }) => ({
    ...{ name, recognises, becomes, example: sample, priority, on },
  }));
  if (json) return terminal.json(entries);
  await terminal.printProse(
    entries.flatMap(({ name, recognises, becomes, example: sample, on }): Line[] => [
      [["strong", name], on ? "" : ["dim", `  (off; --on ${name})`]],
      ...renderTable(
        [
          ["recognises", recognises],
          ["becomes", becomes],
          ["example", sample],
        ],
        "  ",
      ),
    ]),
  );
}
