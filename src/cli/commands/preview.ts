import { Command, InvalidArgumentError } from "commander";
import { addressByHand } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import { plural } from "../../preview/summary.ts";
import { tallyJson } from "../../preview/tally.ts";
import { countByRule } from "../../scrub/finding.ts";
import { payloadBytes } from "../../seal/envelope.ts";
import { addAttributionOptions } from "../arguments/attribution-options.ts";
import { chooseForm, refuseRawElsewhere } from "../arguments/forms.ts";
import { example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { forEachEvent } from "../pipeline/each-event.ts";
import { forEachFile } from "../pipeline/each-file.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import { noteOthers } from "../pipeline/others.ts";
import { rawOf } from "../pipeline/pending/raw-of.ts";
import { describeRequestOf } from "../pipeline/pending/request.ts";
import { openPipeline, type PipelineFlags } from "../pipeline/pipeline.ts";
import { noteWithheld } from "../pipeline/withheld.ts";
import { PagedView, ReadableView } from "../preview/readable-view.ts";
import { placesOf, type View } from "../preview/view.ts";
import { rawWarning } from "../show/html-page.ts";

export interface PreviewRequest extends PipelineFlags {
  readonly files: readonly string[];
  readonly json?: true;
  readonly raw?: true;
  readonly html?: true;
  /** Shows raw text beside the scrubbed text. */
  readonly withRaw?: true;
  /** 1-based, in the order of the text. */
  readonly event?: number;
  /** False: no pager, even on a terminal. */
  readonly pager?: boolean;
}

export function previewCommand(deps: CommandDeps, run = runPreview): Command {
  const command = new Command("preview")
    .description("show exactly what would be sent for the errors in a log; keeps nothing, sends nothing")
    .argument("[file...]", "logs, folders of logs or tracebacks, also gzipped; without any, or for `-`, standard input")
    .option("--json", "print a JSON array with one object per event")
    .option("--raw", "print the exact bytes of one event")
    .option("--html", "print an HTML page that runs no script and fetches nothing")
    .option("--with-raw", "with --html: also show the text before it was scrubbed; do not share this page")
    .option("--event <number>", "show only this event, counted from 1", parseNumber)
    .option("--no-pager", "do not use a pager");
  return addSecretOptions(addAttributionOptions(command))
    .addHelpText("after", example("vextel preview red.log", "vextel preview --raw --event 2 red.log"))
    .action((files: string[], flags: Omit<PreviewRequest, "files">) => run({ files, ...flags }, deps));
}

export async function runPreview(request: PreviewRequest, deps: CommandDeps): Promise<void> {
  const form = chooseForm(request);
  refuseRawElsewhere(form, request.withRaw);
  const pipeline = await openPipeline({ ...request, ...(request.withRaw && { holdsDrafts: true }) }, deps);
  const show = request.raw
    ? new RawView(deps)
    : request.json
      ? new JsonView(deps)
      : request.html
        ? new HtmlView(deps, await import("../../preview/html.ts"))
        : deps.terminal.width === undefined
          ? new ReadableView(deps, captureOf(request))
          : new PagedView(deps, captureOf(request), request.pager ?? true);
  let number = 0;
  try {
    await forEachEvent(pipeline, forEachFile.bind(null, request, deps), async (taken) => {
      number += 1;
      if (request.event === undefined || request.event === number) await show.event(taken, number);
    });
  } catch (error) {
    if (request.json) await show.end();
    throw error;
  }
  const refusal = refusalOf(request, number);
  if (!refusal || request.json) await show.end();
  await noteOthers(pipeline, deps);
  await noteWithheld(pipeline, deps);
  if (refusal) throw refusal;
}

/** Why what was requested cannot be shown, after this many events were found. */
function refusalOf({ event, raw }: PreviewRequest, found: number): VextelError | undefined {
  if (event !== undefined && event > found)
    return new VextelError(
      "NOT_FOUND",
      `There is no event ${event}: ${plural(found, "event")} found`,
      found === 0 ? "Name another log." : "Give a smaller number.",
    );
  if (!raw || event !== undefined || found === 1) return undefined;
  return found === 0
    ? new VextelError("NOT_FOUND", "No errors were found, so there is no event to print", "Name another log.")
    : new VextelError("USAGE", `--raw prints one event, and there are ${found}`, "Choose one: --event <number>");
}

/** The command that keeps what was shown. */
const captureOf = ({ bot, files }: PreviewRequest) =>
  `vextel capture ${bot !== undefined && files.length === 0 ? `--bot ${bot}` : "<file>"}`;

const pieceBytes = 64 * 1024;

/** One event on each line; its `event` is exactly the payload's text. */
class JsonView implements View {
  /** Output that is not written yet, so that many events are written at once. */
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #count = 0;
  readonly #deps: CommandDeps;
  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }
  async event({ file, line, tally, sealed }: Taken): Promise<void> {
    const { publisher, plugin, id, sha256, findings } = sealed;
    const { headers } = describeRequestOf(addressByHand(sealed.dsn, this.#deps.world.env), sealed.bytes.length);
    const { toJson } = this.#deps.terminal;
    const { count, first, last } = tallyJson(tally);
    const head = toJson({ file, line, publisher, plugin, id, sha256, count, first, last, headers }, 0).slice(0, -1);
    this.#add(Buffer.from(`${this.#count++ === 0 ? "[" : ","}\n${head},"event":`));
    this.#add(payloadBytes(sealed.bytes));
    this.#add(Buffer.from(`,"findings":${toJson(findings, 0)}}`));
    if (this.#bytes >= pieceBytes) await this.#write();
  }
  async end(): Promise<void> {
    this.#add(Buffer.from(this.#count > 0 ? "\n]\n" : "[]\n"));
    await this.#write();
  }
  #add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }
  async #write(): Promise<void> {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    await this.#deps.terminal.write(Buffer.concat(pieces));
  }
}

/** A page with an article for each event. File names are left out, because such a page is passed on to others. */
class HtmlView implements View {
  #count = 0;
  readonly #deps: CommandDeps;
  readonly #html: typeof import("../../preview/html.ts");
  constructor(deps: CommandDeps, html: typeof import("../../preview/html.ts")) {
    this.#deps = deps;
    this.#html = html;
  }
  async event({ sealed, draft }: Taken): Promise<void> {
    const { id, publisher, plugin, bytes, sha256, findings } = sealed;
    const event = { id, bytes, sha256, plugin: `${publisher}/${plugin}`, standing: "nothing has been kept or sent" };
    if (this.#count++ === 0) {
      if (draft) await this.#deps.terminal.note(rawWarning);
      await this.#begin();
    }
    await this.#deps.terminal.write(
      this.#html.renderHtmlEvent({
        ...event,
        places: placesOf(findings),
        counts: countByRule(findings),
        command: "vextel capture <file>",
        ...(draft && { raw: rawOf(sealed, draft) }),
      }),
    );
  }
  async end(): Promise<void> {
    if (this.#count === 0) await this.#begin();
    await this.#deps.terminal.write(this.#html.htmlEnd);
    await this.#deps.terminal.note([`${plural(this.#count, "event")} shown; nothing was kept or sent.`]);
  }
  #begin = () => this.#deps.terminal.write(this.#html.renderHtmlStart("What would be sent"));
}

/** The bytes of one event. */
class RawView implements View {
  #only: Taken | undefined;
  readonly #deps: CommandDeps;
  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }
  async event(taken: Taken): Promise<void> {
    this.#only = taken;
  }
  async end(): Promise<void> {
    if (this.#only) await this.#deps.terminal.write(this.#only.sealed.bytes);
  }
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a number from 1.");
  return Number(text);
}
