import { addressByHand } from "../../deliver/dsn.ts";
import { countOf } from "../../group/tally.ts";
import { renderEnvelope } from "../../preview/render.ts";
import { plural, renderAge, renderCounts, renderRequest } from "../../preview/summary.ts";
import { renderTally } from "../../preview/tally.ts";
import { type Row, renderRows } from "../../preview/terminal/columns.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { countByRule } from "../../scrub/finding.ts";
import { titleOf } from "../../seal/title.ts";
import { whenHeldAsChat } from "../consent/held-as-chat.ts";
import type { CommandDeps } from "../deps.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import { describeRequestOf } from "../pipeline/pending/request.ts";
import { placesOf, type View } from "./view.ts";

/** Shows each event as it comes: for a pipe, or for one event. */
export class ReadableView implements View {
  protected count = 0;
  protected perhapsChat = 0;
  protected readonly deps: CommandDeps;
  readonly #capture: string;

  /** @param capture - The command that keeps what is shown. */
  constructor(deps: CommandDeps, capture: string) {
    this.deps = deps;
    this.#capture = capture;
  }

  async event(taken: Taken, number: number): Promise<void> {
    this.add(taken);
    await this.deps.terminal.print(renderTaken(taken, number, this.deps));
  }

  protected add({ isPerhapsChat }: Taken): void {
    this.count += 1;
    if (isPerhapsChat) this.perhapsChat += 1;
  }

  async end(): Promise<void> {
    if (this.perhapsChat > 0) {
      const count = `${plural(this.perhapsChat, "event")} may be chat that the bot printed; see the notes there. `;
      await this.deps.terminal.note([["warn", count], `\`vextel watch\` holds such events. ${whenHeldAsChat}`]);
    }
    const shown = `${plural(this.count, "event")} shown; nothing was kept or sent.`;
    await this.deps.terminal.note([shown], [this.count > 0 ? `Keep them: ${this.#capture}` : "No errors were found."]);
  }
}

/** How many bytes of events are kept for a pager; later events have only their line in the summary. */
const heldBytes = 32 * 1024 * 1024;

/** For a terminal: a summary of one line for each event, then the events, one screen at a time. */
export class PagedView extends ReadableView {
  readonly #rows: Row[] = [];
  readonly #held: { readonly taken: Taken; readonly number: number }[] = [];
  readonly #pages: boolean;
  #bytes = 0;

  /** @param pages - Whether to use a pager. */
  constructor(deps: CommandDeps, capture: string, pages: boolean) {
    super(deps, capture);
    this.#pages = pages;
  }

  override async event(taken: Taken, number: number): Promise<void> {
    this.add(taken);
    this.#rows.push(summarise(taken, number, this.deps.world.nowMs()));
    this.#bytes += taken.sealed.bytes.length;
    if (this.#bytes <= heldBytes) this.#held.push({ taken, number });
  }

  override async end(): Promise<void> {
    const { terminal } = this.deps;
    const left = this.count - this.#held.length;
    const lines: Line[] = [
      ...(this.count > 1 ? [...this.#renderSummary(terminal.width ?? 80), []] : []),
      ...this.#held.flatMap(({ taken, number }) => renderTaken(taken, number, this.deps)),
      ...(left > 0 ? [[`${plural(left, "more event")}; see one of them: --event <number>`]] : []),
    ];
    await (this.#pages ? terminal.page(lines) : terminal.print(lines));
    await super.end();
  }

  #renderSummary(columns: number): Line[] {
    return [[["strong", plural(this.count, "event")], ", each in full below"], ...renderRows(this.#rows, columns)];
  }
}

function summarise({ sealed, tally }: Taken, number: number, nowMs: number): Row {
  const count = countOf(tally);
  const taken = sealed.findings.length;
  return {
    cells: [["strong", String(number)], renderAge(sealed.timeMs, nowMs), count > 1 ? `×${count}` : "", sealed.plugin],
    rest: [titleOf(sealed.bytes), ["dim", taken > 0 ? `  ${taken} removed` : ""]],
  };
}

const renderTaken = ({ file, line, tally, sealed }: Taken, number: number, { world }: CommandDeps): Line[] => [
  [
    ["strong", `Event ${number}  ${sealed.id}`],
    `  (${file}:${line}, plugin ${sealed.publisher}/${sealed.plugin})${renderTally(tally)}`,
  ],
  [],
  ...renderEnvelope(sealed.bytes, placesOf(sealed.findings)),
  [],
  [["strong", "Removed: "], renderCounts(countByRule(sealed.findings))],
  ...renderRequest(describeRequestOf(addressByHand(sealed.dsn, world.env), sealed.bytes.length)),
  [["dim", `${sealed.bytes.length} bytes, SHA-256 ${sealed.sha256}`]],
  [],
];
