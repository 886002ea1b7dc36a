import { plural } from "../../preview/summary.ts";
import type { CommandDeps } from "../deps.ts";
import type { Pipeline } from "./pipeline.ts";

/** Says how many errors belonged to no registered plugin. */
export async function noteOthers({ others }: Pick<Pipeline, "others">, { terminal }: CommandDeps): Promise<void> {
  if (others > 0)
    await terminal.note([`${plural(others, "error")} of unregistered plugins: ignored. --any includes them.`]);
}
