import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { commentPointer, type Edits, editFields } from "../../seal/edit/edit.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import { sealChanged } from "../../seal/reseal.ts";
import { resolveEventIds } from "../arguments/event-ids.ts";
import { collect, example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { openScrubContexts } from "../pipeline/context/scrub-context.ts";
import { changePending } from "../pipeline/pending/change-pending.ts";

export interface EditRequest {
  readonly id: string;
  readonly comment?: string;
  readonly remove?: readonly string[];
  /** False: all of them are removed. */
  readonly breadcrumbs?: boolean;
  readonly json?: true;
}

export function editCommand(deps: CommandDeps, run = runEdit): Command {
  return new Command("edit")
    .description("change a pending event: add a comment, remove fields; it gets a new SHA-256")
    .argument("<event-id>", "its id, or any unique prefix of at least 4 characters")
    .option("--comment <text>", "a comment for the plugin's author; it is scrubbed like the rest")
    .option("--remove <pointer>", "remove the field at this JSON pointer, such as /extra; repeatable", collect)
    .option("--without-breadcrumbs", "remove the log lines before the error")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      example(
        'vextel edit 1f2e3d4c --comment "only after the update" --without-breadcrumbs',
        "vextel edit 1f2e3d4c --remove /breadcrumbs/values/0",
      ),
    )
    .action((id: string, { withoutBreadcrumbs, ...flags }: Omit<EditRequest, "id"> & { withoutBreadcrumbs?: true }) =>
      run({ id, ...flags, ...(withoutBreadcrumbs && { breadcrumbs: false }) }, deps),
    );
}

export async function runEdit(request: EditRequest, deps: CommandDeps): Promise<void> {
  if (request.comment === undefined && !request.remove && request.breadcrumbs !== false)
    throw new VextelError(
      "USAGE",
      "No change was given",
      "Give --comment, --remove or --without-breadcrumbs. See what there is: vextel show <event-id>",
    );
  const [id] = await resolveEventIds(deps.outbox, [request.id], false);
  const contextOf = await openScrubContexts(deps, {});
  const { before, after, sealed } = await changePending(
    id!,
    ({ entry, bytes }, context) => {
      const edits = editsOf(request, parseEnvelope(bytes).payload);
      return sealChanged(context, { ...entry, bytes }, (fields) => editFields(entry.type, fields, edits));
    },
    deps,
    contextOf,
  );
  const { sha256, bytes } = after;
  if (request.json) return deps.terminal.json({ id, bytes, sha256, before: before.sha256 });
  const lines: Line[] = [[["strong", `Event ${id}`], before.sha256 === sha256 ? "  is unchanged" : "  changed"]];
  const hidden = (sealed?.findings ?? []).filter(({ pointer }) => pointer === commentPointer).map(({ rule }) => rule);
  if (hidden.length > 0) lines.push([`removed from the comment: ${[...new Set(hidden)].join(", ")}`]);
  if (before.approvedSha256 !== undefined && before.approvedSha256 !== sha256)
    lines.push([["warn", `it is no longer approved; read it again: vextel show ${id!.slice(0, 12)} --approve`]]);
  await deps.terminal.printProse([...lines, [["dim", `${bytes} bytes, SHA-256 ${sha256}`]]]);
}

/** Removing something absent is an error, except for the log lines, which may be gone already. */
function editsOf({ remove = [], breadcrumbs, comment }: EditRequest, payload: object): Edits {
  const all = breadcrumbs === false && Object.hasOwn(payload, "breadcrumbs") ? [...remove, "/breadcrumbs"] : remove;
  return { remove: all, ...(comment !== undefined && { comment }) };
}
