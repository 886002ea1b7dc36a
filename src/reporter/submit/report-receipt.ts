import type { VextelErrorCode } from "../../errors.ts";

/**
 * What happened to a reported error, from the bot's point of view; it never waits for the network.
 *
 * `sent`: consent covers it and it is on disk; the sender sends it, even if the bot ends now. `vextel list --all` shows
 * whether the server has accepted it. `held`: it is on disk, and is sent only if the owner runs `command`. Show the
 * command to the owner only. If consent covers it but no sender could be started, or the last one failed, the reason
 * says so, and it is sent as soon as one runs. `dropped`: no event was made, for the `reason`; `id` is the event that
 * counts it, if there is one; `code` is set if an error was the reason.
 */
export type ReportReceipt =
  | { readonly state: "sent"; readonly id: string }
  | { readonly state: "held"; readonly id: string; readonly reason: string; readonly command: string }
  | { readonly state: "dropped"; readonly id?: string; readonly reason: string; readonly code?: VextelErrorCode };
