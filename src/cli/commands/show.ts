import { Command } from "commander";
import { addressByHand } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import { readPlaces } from "../../preview/placeholders.ts";
import { renderEnvelope } from "../../preview/render.ts";
import { renderCounts, renderRequest } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import { resolveEventIds } from "../arguments/event-ids.ts";
import { chooseForm, type FormFlags, formatOption, refuseRawElsewhere } from "../arguments/forms.ts";
import { collect, example } from "../arguments/help.ts";
import { isHeldAsChat, whenOneIsHeldAsChat } from "../consent/held-as-chat.ts";
import { outlookJson, readOutlooks, renderOutlook } from "../consent/outlook.ts";
import type { CommandDeps } from "../deps.ts";
import { toListJson } from "../lists/list-json.ts";
import { describeRequestOf } from "../pipeline/pending/request.ts";
import { printPage } from "../show/html-page.ts";
import { printMarkdown } from "../show/markdown.ts";
import { showReceipt } from "../show/receipt.ts";

export interface ShowRequest extends FormFlags {
  readonly id: string;
  /** Approves the bytes that are shown. */
  readonly approve?: true;
  /** Shows raw text beside the scrubbed text. */
  readonly withRaw?: true;
  /** Where raw text is read from. */
  readonly log?: readonly string[];
  /** False: no pager, even on a terminal. */
  readonly pager?: boolean;
}

export function showCommand(deps: CommandDeps, run = runShow): Command {
  return new Command("show")
    .description("show one event: all it contains, the request headers and the SHA-256")
    .argument("<event-id>", "its id, or any unique prefix of at least 4 characters")
    .option("--raw", "print the exact bytes that are sent")
    .option(
      "--approve",
      "permit sending exactly these bytes; if they change, the event is not sent until you approve it again",
    )
    .option("--json", "print JSON")
    .option("--html", "print an HTML page that runs no script and fetches nothing")
    .addOption(formatOption())
    .option("--with-raw", "with --html: also show the text before it was scrubbed; do not share this page")
    .option("--log <file>", "with --with-raw: read that text from this log; repeatable", collect)
    .option("--no-pager", "do not use a pager")
    .addHelpText("after", example("vextel show 1f2e3d4c", "vextel show --raw 1f2e3d4c | sha256sum"))
    .action((id: string, flags: Omit<ShowRequest, "id">) => run({ id, ...flags }, deps));
}

export async function runShow(
  { id: word, approve, pager = true, withRaw, log, ...flags }: ShowRequest,
  deps: CommandDeps,
): Promise<void> {
  const form = chooseForm(flags);
  refuseRawElsewhere(form, withRaw);
  const [id] = await resolveEventIds(deps.outbox, [word], true);
  const receipt = await deps.outbox.readReceipt(id!);
  if (receipt && withRaw) throw rawIsGone(receipt.state);
  if (receipt) return showReceipt(receipt, form, deps);
  const { entry: found, bytes } = await deps.outbox.read(id!);
  await deps.outbox.remember(id!);
  const entry = approve ? await approveShown(found, deps) : found;
  const request = describeRequestOf(addressByHand(entry.dsn, deps.world.env), bytes.length);
  if (form === "raw") {
    await deps.terminal.write(bytes);
    await deps.terminal.note(...renderRequest(request), [`SHA-256 ${entry.sha256}`]);
  } else if (form === "html") {
    const raw = withRaw ? { raw: await readRaw(entry, bytes, log, deps) } : {};
    await printPage(
      { ...entry, places: readPlaces(entry.places), bytes, command: `vextel send ${entry.id}`, ...raw },
      deps,
    );
  } else if (form === "markdown") {
    await printMarkdown(entry, bytes, deps);
  } else if (form === "json") {
    const outlook = outlookJson((await readOutlooks(deps))(entry));
    await deps.terminal.json({ ...toListJson(entry), ...outlook, ...request, event: parseEnvelope(bytes).payload });
  } else {
    const outlook = (await readOutlooks(deps))(entry);
    await deps.terminal[pager ? "page" : "print"]([
      [["strong", `Event ${entry.id}`], `  plugin ${entry.publisher}/${entry.plugin}, ${entry.state}`],
      ...(entry.reason === undefined ? [] : [[["warn", entry.reason]] as Line]),
      [["dim", renderOutlook(outlook)]],
      ...(isHeldAsChat(outlook) ? [[["warn", whenOneIsHeldAsChat(entry.id)]] as Line] : []),
      [],
      ...renderEnvelope(bytes, readPlaces(entry.places)),
      [],
      [["strong", "Removed: "], renderCounts(Object.entries(entry.findings))],
      ...renderRequest(request),
      [["dim", `${bytes.length} bytes, SHA-256 ${entry.sha256}`]],
      ...describeApproval(entry),
    ]);
  }
}

async function approveShown(entry: Entry, { outbox }: CommandDeps): Promise<Entry> {
  if (await outbox.approve(entry.id, entry.sha256)) return { ...entry, approvedSha256: entry.sha256 };
  throw new VextelError(
    "NOT_CONSENTED",
    `Event ${entry.id} changed while it was shown; it was not approved`,
    `Read it again: vextel show ${entry.id.slice(0, 12)}`,
  );
}

function describeApproval({ sha256, approvedSha256 }: Entry): Line[] {
  if (approvedSha256 === undefined) return [];
  if (approvedSha256 === sha256) return [[["good", "approved: these bytes, and no others, are sent"]]];
  return [[["warn", "it changed after it was approved, and is not sent until it is approved again (--approve)"]]];
}

/** @throws {VextelError} `NOT_FOUND` if no known log still contains it. */
async function readRaw(entry: Entry, bytes: Uint8Array, log: readonly string[] | undefined, deps: CommandDeps) {
  const { createRawReader } = await import("../review/raw.ts");
  const basePayload = parseEnvelope(bytes).payload;
  const reader = createRawReader([entry], log ? { log } : {}, deps);
  const raw = await reader.read({ entry, basePayload, basePlaces: readPlaces(entry.places), edits: { remove: [] } });
  if (raw.kind === "missing")
    throw new VextelError("NOT_FOUND", raw.reason, "Without it: vextel show --html <event-id>");
  return raw;
}

const rawIsGone = (state: string) =>
  new VextelError("NOT_FOUND", `Raw text is not kept, and this event was ${state}`, "Leave --with-raw out.");
