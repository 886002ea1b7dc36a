import type { Entry } from "../../outbox/entry.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import type { CommandDeps } from "../deps.ts";

/** One event as text for the issue tracker of its plugin's author. */
export async function printMarkdown(
  { publisher, plugin, findings }: Pick<Entry | Receipt, "publisher" | "plugin" | "findings">,
  bytes: Uint8Array,
  { terminal }: CommandDeps,
): Promise<void> {
  const { renderMarkdown } = await import("../../preview/markdown.ts");
  const { payload } = parseEnvelope(bytes);
  await terminal.write(renderMarkdown({ payload, plugin: `${publisher}/${plugin}`, counts: Object.entries(findings) }));
}
