import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import { deliveryLock, outboxLock } from "../../outbox/layout.ts";
import type { Line } from "../../preview/line.ts";
import { commentPointer, editFields } from "../../seal/edit.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import { placesThatStay } from "../../seal/remove.ts";
import { type Sealed, sealChanged } from "../../seal/seal.ts";
import { resolveEventIds } from "../arguments/event-ids.ts";
import { collect, example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { openScrubContexts } from "../pipeline/scrub-context.ts";

export interface EditRequest {
  readonly id: string;
  readonly comment?: string;
  readonly remove?: readonly string[];
  /** False: all of them go. */
  readonly breadcrumbs?: boolean;
  readonly json?: true;
}

export function editCommand(deps: CommandDeps, run = runEdit): Command {
  return new Command("edit")
    .description("change a pending event: add a comment, remove fields; it gets a new SHA-256")
    .argument("<event-id>", "or any unique beginning of at least 4 characters")
    .option("--comment <text>", "tell the plugin's author something; it is scrubbed like all else")
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

/** Long enough for a request that is under way to end. */
const waitMs = 60_000;

export async function runEdit(request: EditRequest, deps: CommandDeps): Promise<void> {
  if (request.comment === undefined && !request.remove && request.breadcrumbs !== false)
    throw new VextelError(
      "USAGE",
      "Nothing to change was named",
      "Give --comment, --remove or --without-breadcrumbs. See what there is: vextel show <event-id>",
    );
  const [id] = await resolveEventIds(deps.outbox, [request.id], false);
  const { before, after, sealed } = await editPending(id!, request, deps);
  const { sha256, bytes } = after;
  if (request.json) return deps.terminal.json({ id, bytes, sha256, before: before.sha256 });
  const lines: Line[] = [[["strong", `Event ${id}`], before.sha256 === sha256 ? "  is as it was" : "  changed"]];
  const hidden = sealed.findings.filter(({ pointer }) => pointer === commentPointer).map(({ rule }) => rule);
  if (hidden.length > 0) lines.push([`taken out of the comment: ${[...new Set(hidden)].join(", ")}`]);
  if (before.approvedSha256 !== undefined && before.approvedSha256 !== sha256)
    lines.push([["warn", `it was approved before; look again: vextel show ${id!.slice(0, 12)} --approve`]]);
  await deps.terminal.print([...lines, [["dim", `${bytes} bytes, SHA-256 ${sha256}`]]]);
}

interface Edited {
  readonly before: Entry;
  readonly after: Entry;
  readonly sealed: Sealed;
}

/** Nothing is posted and no equal error is counted in while the bytes are replaced. */
async function editPending(id: string, request: EditRequest, deps: CommandDeps): Promise<Edited> {
  const { outbox, paths, world } = deps;
  const contextOf = await openScrubContexts(deps, {});
  const work = async (): Promise<Edited> => {
    const { entry, bytes } = await outbox.read(id);
    const scrubContext = await contextOf(entry.publisher);
    const { payload } = parseEnvelope(bytes);
    const hasBreadcrumbs = request.breadcrumbs === false && Object.hasOwn(payload, "breadcrumbs");
    const edits = {
      remove: [...(request.remove ?? []), ...(hasBreadcrumbs ? ["/breadcrumbs"] : [])],
      ...(request.comment !== undefined && { comment: request.comment }),
    };
    const sealed = sealChanged(scrubContext, { ...entry, bytes }, (fields) => editFields(entry.type, fields, edits));
    await outbox.remember(id);
    if (sealed.sha256 === entry.sha256) return { before: entry, after: entry, sealed };
    const places = placesThatStay(entry.places ?? [], payload, parseEnvelope(sealed.bytes).payload);
    return { before: entry, after: await outbox.replace({ ...entry, places }, sealed), sealed };
  };
  const alone = () => world.files.withLock(outboxLock(paths), work);
  return world.files.withLock(deliveryLock(paths), alone, waitMs);
}
