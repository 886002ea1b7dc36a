import { plural } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";

/** An error that could not be sealed, and the reason in words, never with its text. */
export interface WithheldError {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** 1-based line where its text begins. */
  readonly line: number;
  readonly publisher: string;
  readonly plugin: string;
  readonly dsn?: string;
  readonly reason: string;
  /** The event id that it would have had, if known. */
  readonly id?: string;
}

/** Only the first are reported individually: a log may contain a hundred thousand. */
const toldMost = 20;

/** Reports withheld errors, keeps a receipt of each if receipts are kept, and counts them. */
export class WithheldErrors {
  count = 0;
  readonly #deps: CommandDeps;
  readonly #keepsReceipts: boolean;

  constructor(deps: CommandDeps, keepsReceipts: boolean) {
    this.#deps = deps;
    this.#keepsReceipts = keepsReceipts;
  }

  /** If a receipt cannot be kept, the run continues: the error was reported, and is not sent. */
  async add(error: WithheldError): Promise<void> {
    this.count += 1;
    this.#deps.setStatus(exit.failed);
    const { file, line, publisher, plugin, reason, id } = error;
    if (this.count <= toldMost)
      await this.#deps.terminal.note([
        ["warn", `${file}:${line}: an error of ${publisher}/${plugin} was withheld: ${reason}`],
      ]);
    if (this.#keepsReceipts && id !== undefined) await this.#deps.outbox.withhold({ ...error, id }).catch(() => {});
  }
}

/** The summary at the end of a run. */
export async function noteWithheld(
  { withheld }: { readonly withheld: number },
  { terminal }: CommandDeps,
): Promise<void> {
  if (withheld === 0) return;
  const line: Line = [
    ["warn", `${plural(withheld, "error")} withheld; all others were processed. `],
    "Nothing of it was kept or sent.",
  ];
  await terminal.note(line);
}
