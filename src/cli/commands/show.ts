import { Command } from "commander";
import { addressByHand } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import type { Entry, Receipt } from "../../outbox/entry.ts";
import type { EventFacts } from "../../preview/html.ts";
import type { Line } from "../../preview/line.ts";
import { renderEnvelope } from "../../preview/render.ts";
import { renderCounts, renderRequest, renderTime } from "../../preview/summary.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import { resolveEventIds } from "../arguments/event-ids.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { describeRequestOf } from "../pipeline/request.ts";
import { toListJson } from "./list.ts";

export interface ShowRequest {
  readonly id: string;
  readonly raw?: true;
  /** Agrees to what is shown. */
  readonly approve?: true;
  readonly json?: true;
  readonly html?: true;
  /** False: all at once, also on a terminal. */
  readonly pager?: boolean;
}

export function showCommand(deps: CommandDeps, run = runShow): Command {
  return new Command("show")
    .description("show one event: all that it contains, its headers and its SHA-256")
    .argument("<event-id>", "or any unique beginning of at least 4 characters")
    .option("--raw", "print the exact bytes that are sent")
    .option("--approve", "agree to exactly these bytes: what changes after that is not sent until you look again")
    .option("--json", "print JSON")
    .option("--html", "print one page for a browser, which runs and fetches nothing")
    .option("--no-pager", "print all at once, also on a terminal")
    .addHelpText("after", example("vextel show 1f2e3d4c", "vextel show --raw 1f2e3d4c | sha256sum"))
    .action((id: string, flags: Omit<ShowRequest, "id">) => run({ id, ...flags }, deps));
}

export async function runShow(
  { id: word, raw, approve, json, html, pager = true }: ShowRequest,
  deps: CommandDeps,
): Promise<void> {
  const [id] = await resolveEventIds(deps.outbox, [word], true);
  const receipt = await deps.outbox.readReceipt(id!);
  if (receipt) return showReceipt(receipt, { raw, json, html }, deps);
  const { entry: found, bytes } = await deps.outbox.read(id!);
  await deps.outbox.remember(id!);
  const entry = approve ? await approveShown(found, deps) : found;
  const request = describeRequestOf(addressByHand(entry.dsn, deps.world.env), bytes.length);
  if (raw) {
    await deps.terminal.write(bytes);
    await deps.terminal.note(...renderRequest(request), [`SHA-256 ${entry.sha256}`]);
  } else if (html) {
    await printPage({ ...entry, places: placesOf(entry), bytes, command: `vextel send ${entry.id}` }, deps);
  } else if (json) {
    await deps.terminal.json({ ...toListJson(entry), ...request, event: parseEnvelope(bytes).payload });
  } else {
    await deps.terminal[pager ? "page" : "print"]([
      [["strong", `Event ${entry.id}`], `  plugin ${entry.publisher}/${entry.plugin}, ${entry.state}`],
      ...(entry.reason === undefined ? [] : [[["warn", entry.reason]] as Line]),
      [],
      ...renderEnvelope(bytes, placesOf(entry)),
      [],
      [["strong", "Taken out: "], renderCounts(Object.entries(entry.findings))],
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
    `Event ${entry.id} changed while it was read; it was not approved`,
    `Look again: vextel show ${entry.id.slice(0, 12)}`,
  );
}

function describeApproval({ sha256, approvedSha256 }: Entry): Line[] {
  if (approvedSha256 === undefined) return [];
  if (approvedSha256 === sha256) return [[["good", "approved: these bytes, and no others, are sent"]]];
  return [[["warn", "it changed after it was approved, and is not sent until it is approved again (--approve)"]]];
}

const placesOf = ({ places = [] }: Entry) => places.map(([pointer, placeholder]) => ({ pointer, placeholder }));

type PageOf = Pick<Entry | Receipt, "id" | "publisher" | "plugin" | "state" | "sha256" | "findings"> &
  Pick<EventFacts, "bytes" | "places" | "command">;

async function printPage({ publisher, plugin, state, findings, ...facts }: PageOf, { terminal }: CommandDeps) {
  const { htmlEnd, renderHtmlEvent, renderHtmlStart } = await import("../../preview/html.ts");
  const event = { ...facts, plugin: `${publisher}/${plugin}`, standing: standings[state] ?? state };
  const page = renderHtmlEvent({ ...event, counts: Object.entries(findings) });
  await terminal.write(`${renderHtmlStart(`Event ${facts.id}`)}${page}${htmlEnd}`);
}

const standings: Readonly<Record<string, string>> = {
  waiting: "waiting; nothing has been sent",
  limited: "waiting, for the server asked for time; nothing is stored there",
  rejected: "refused by the server",
  posting: "being sent, or cut off while it was",
};

/** What became of it, and its bytes for as long as they are kept. */
async function showReceipt(
  receipt: Receipt,
  flags: Record<"raw" | "json" | "html", true | undefined>,
  deps: CommandDeps,
) {
  const bytes = await deps.outbox.readSent(receipt.id);
  if (flags.raw && bytes) {
    await deps.terminal.write(bytes);
    return deps.terminal.note([`SHA-256 ${receipt.sha256}`]);
  }
  if (flags.html && bytes) return printPage({ ...receipt, bytes, places: [] }, deps);
  if (flags.json)
    return deps.terminal.json({
      ...toListJson(receipt),
      ...(receipt.dsn !== undefined && { dsn: receipt.dsn }),
      ...(bytes && { event: parseEnvelope(bytes).payload }),
    });
  const { id, state, settledAtMs, reason, status, title, sha256, publisher, plugin } = receipt;
  const answer = status === undefined ? "" : `, the server answered ${status}`;
  const lines: Line[] = [
    [["strong", `Event ${id}`], `  plugin ${publisher}/${plugin}  ${title}`],
    [`${state} ${renderTime(settledAtMs)}${answer}${reason === undefined ? "" : `: ${reason}`}`],
    ...describePermission(receipt),
    [["dim", describeBytes(state, sha256, bytes !== undefined)]],
    ...(bytes ? [[], ...renderEnvelope(bytes)] : []),
  ];
  const isMissing = flags.raw || flags.html; // the bytes, without which there is neither
  if (isMissing) deps.setStatus(exit.notFound);
  await (isMissing ? deps.terminal.note(...lines) : deps.terminal.print(lines));
}

/** Where it went, and whose word let it go. */
function describePermission({ state, dsn, under }: Receipt): Line[] {
  if (state !== "sent") return [];
  const to = dsn === undefined ? [] : [[`to ${dsn}`]];
  if (!under) return to; // of an older vextel
  return [...to, ["named" in under ? "its owner named it" : `under the owner's answer of ${under.since}`]];
}

function describeBytes(state: Receipt["state"], sha256: string, areKept: boolean): string {
  if (state === "withheld") return "nothing of it was kept";
  return areKept ? `the bytes that were sent: SHA-256 ${sha256}` : `its bytes are not kept any more; SHA-256 ${sha256}`;
}
