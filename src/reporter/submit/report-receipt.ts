import type { VextelErrorCode } from "../../errors.ts";

/**
 * What happened to a reported error, from the bot's point of view; it never waits for the network.
 *
 * `sent`: consent covers it, it is on this disk, and the sender takes it from there, also if the bot ends in
 * this very moment. Whether the server has accepted it is seen by `vextel list --all`.
 * `held`: it is on this disk, and is sent only if the owner runs `command`. Show that to the owner only.
 * `dropped`: there is no event of its own, for the `reason`; `id` is the event that it was counted to, if there is one;
 * `code` is that of the error, if one was in the way.
 */
export type ReportReceipt =
  | { readonly state: "sent"; readonly id: string }
  | { readonly state: "held"; readonly id: string; readonly reason: string; readonly command: string }
  | { readonly state: "dropped"; readonly id?: string; readonly reason: string; readonly code?: VextelErrorCode };
