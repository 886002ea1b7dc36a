import type { Receipt } from "../../outbox/receipt.ts";
import { renderEnvelope } from "../../preview/render.ts";
import { renderTime } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import type { Form } from "../arguments/forms.ts";
import { renderSupport } from "../consent/support.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { toListJson } from "../lists/list-json.ts";
import { printPage } from "./html-page.ts";
import { printMarkdown } from "./markdown.ts";

/** The receipt of an event, and its bytes as long as they are kept. */
export async function showReceipt(receipt: Receipt, form: Form, deps: CommandDeps): Promise<void> {
  const bytes = await deps.outbox.readSent(receipt.id);
  if (form === "raw" && bytes) {
    await deps.terminal.write(bytes);
    return deps.terminal.note([`SHA-256 ${receipt.sha256}`]);
  }
  if (form === "html" && bytes) return printPage({ ...receipt, bytes, places: [] }, deps);
  if (form === "markdown" && bytes) return printMarkdown(receipt, bytes, deps);
  if (form === "json")
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
    ...(state === "sent" ? renderSupport([receipt], (await deps.registry.read()).manifests) : []),
    [["dim", describeBytes(state, sha256, bytes !== undefined)]],
    ...(bytes ? [[], ...renderEnvelope(bytes)] : []),
  ];
  const isMissing = form !== "readable"; // the bytes, without which there is no other form
  if (isMissing) deps.setStatus(exit.notFound);
  await (isMissing ? deps.terminal.note(...lines) : deps.terminal.print(lines));
}

/** Where it went, and why that was permitted. */
function describePermission({ state, dsn, under }: Receipt): Line[] {
  if (state !== "sent") return [];
  const to = dsn === undefined ? [] : [[`to ${dsn}`]];
  if (!under) return to; // of an older vextel
  return [...to, ["named" in under ? "its owner named it" : `under the owner's consent of ${under.since}`]];
}

function describeBytes(state: Receipt["state"], sha256: string, areKept: boolean): string {
  if (state === "withheld") return "nothing of it was kept";
  return areKept ? `the bytes that were sent: SHA-256 ${sha256}` : `its bytes are no longer kept; SHA-256 ${sha256}`;
}
