import type { ReportReceipt } from "./report-receipt.ts";

/** Where a bot writes its log: `console`, or the object of a logging library. */
export interface BotLogger {
  error(message: string, error: unknown): unknown;
  info?(message: string): unknown;
}

/** For authors who do not read receipts. What the logger throws is ignored. */
export interface ReceiptLog {
  /** Logs once that errors are held, and once per reason why they cannot be kept. */
  tell(receipt: ReportReceipt, error: unknown): void;
  /** Logs once per reason why nothing is sent, although consent covers it. */
  tellUnsent(reason: string): void;
}

export function createReceiptLog(readLogger: () => BotLogger | undefined, plugin: string): ReceiptLog {
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
  const tellUnsent = (reason: string) =>
    once(reason, () =>
      readLogger()?.error(`vextel cannot send errors of ${plugin}, and keeps them until it can`, new Error(reason)),
    );
  return {
    tell: (receipt, error) => void tell(receipt, error).catch(() => {}),
    tellUnsent: (reason) => void tellUnsent(reason).catch(() => {}),
  };
}

/** There are few reasons; this is a safeguard. */
const mostSaid = 20;
