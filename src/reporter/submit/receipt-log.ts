import type { ReportReceipt } from "./report-receipt.ts";

/** Where a bot writes its log: `console`, or the object of a logging library. */
export interface BotLogger {
  error(message: string, error: unknown): unknown;
  info?(message: string): unknown;
}

/**
 * Logs that errors are kept, and that they cannot be kept, for authors who do not read receipts. Each is logged once
 * per reporter, the latter once per reason. What the logger throws is ignored.
 */
export function createReceiptLog(
  readLogger: () => BotLogger | undefined,
  plugin: string,
): (receipt: ReportReceipt, error: unknown) => void {
  const said = new Set<string>();
  const once = async (what: string, say: () => unknown) => {
    if (said.has(what) || said.size >= mostSaid) return;
    said.add(what);
    await say();
  };
  const tell = async (receipt: ReportReceipt, error: unknown) => {
    const logger = readLogger();
    if (receipt.state === "held")
      await once("held", () =>
        logger?.info?.(
          `vextel did not send an error of ${plugin}: ${receipt.reason}. The bot's owner can send it: ${receipt.command}. To see what would be sent: ${receipt.command.replace(/ send (?=[0-9a-f]+$)/, " show ")}`,
        ),
      );
    if (receipt.state === "dropped" && receipt.code !== undefined)
      await once(receipt.code, () => logger?.error(`vextel cannot keep errors of ${plugin}: ${receipt.reason}`, error));
  };
  return (receipt, error) => void tell(receipt, error).catch(() => {});
}

/** There are few reasons; this is a safeguard. */
const mostSaid = 20;
