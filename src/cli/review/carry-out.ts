import { setTimeout as wait } from "node:timers/promises";
import { type Dispatch, dispatch } from "../../deliver/dispatch.ts";
import { VextelError } from "../../errors.ts";
import { ownersDrop } from "../../history/last-act.ts";
import type { ScrubContextOf } from "../../policy/scrub-context.ts";
import { renderTime } from "../../preview/summary.ts";
import type { Outcome, Task } from "../../review/state.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { CommandDeps } from "../deps.ts";
import { exit, statusOfError } from "../exit.ts";
import { changePending } from "../pipeline/pending/change-pending.ts";
import { createDispatch } from "../pipeline/pending/dispatcher.ts";
import { describeResult } from "../send/render.ts";
import { statusOf } from "../send/status.ts";
import { sealReviewed } from "./load.ts";

/** Sentry asks for a pause between posts. */
const pauseMs = 100;

interface Work {
  readonly deps: CommandDeps;
  readonly contextOf: ScrubContextOf;
  readonly dispatcher: Dispatch;
  readonly dsn: string | undefined;
}

/**
 * Carries out the owner's decisions, one event after the other; a failure affects only its own event.
 *
 * @param isStopped - Asked before each: nothing more is started once it returns true.
 */
export async function* carryOut(
  tasks: readonly Task[],
  deps: CommandDeps,
  contextOf: ScrubContextOf,
  dsn: string | undefined,
  isStopped: () => boolean,
): AsyncGenerator<Outcome> {
  const work: Work = { deps, contextOf, dsn, dispatcher: createDispatch(deps, contextOf) };
  let posted = 0;
  for (const task of tasks) {
    if (task.kind === "send" && posted++ > 0) await wait(pauseMs);
    if (isStopped()) return;
    yield await doOne(task, work).catch((error: unknown) => failed(task, error));
  }
}

function failed({ id }: Task, error: unknown): Outcome {
  if (error instanceof SealError) return { id, kind: "failed", text: error.reason, status: exit.failed };
  if (!(error instanceof VextelError)) throw error;
  return { id, kind: "failed", text: `${error.message}. ${error.hint}`, status: statusOfError[error.code] };
}

async function doOne(task: Task, work: Work): Promise<Outcome> {
  const { id } = task;
  const receipt = await work.deps.outbox.readReceipt(id);
  if (receipt) {
    const text = `it was already ${receipt.state}, ${renderTime(receipt.settledAtMs)}; nothing was done`;
    return {
      id,
      kind: "gone",
      text,
      status: receipt.state === "sent" && task.kind === "send" ? exit.done : exit.notFound,
    };
  }
  switch (task.kind) {
    case "send":
      return send(task, work);
    case "edit":
      await save(task, work);
      return { id, kind: "changed", text: `it is pending; SHA-256 ${task.sha256}`, status: exit.done };
    case "drop":
    case "never":
      return drop(task, work);
  }
}

async function drop({ id, kind, publisher }: Task, { deps }: Work): Promise<Outcome> {
  if (kind === "never") await deps.consent.answer(publisher, { answer: "disabled" });
  await deps.outbox.drop(id, ownersDrop);
  const text = kind === "never" ? `and ${publisher} is disabled: undo with vextel enable ${publisher}` : "";
  return { id, kind: "dropped", text, status: exit.done };
}

async function send(task: Task, work: Work): Promise<Outcome> {
  const { id, sha256 } = task;
  await save(task, work);
  if (!(await work.deps.outbox.approve(id, sha256))) throw changedMeanwhile(id);
  const request = { namedByOwner: true, onlySha256: sha256, ...(work.dsn !== undefined && { dsn: work.dsn }) };
  const result = await dispatch(id, request, work.dispatcher);
  const { word, text } = describeResult(id, result, work.dsn);
  const isSent = result.outcome === "sent";
  return { id, kind: isSent ? "sent" : "failed", text: isSent ? text : `${word}: ${text}`, status: statusOf(result) };
}

/** Replaces the bytes on disk with exactly those that were shown. */
async function save({ id, edits, baseSha256, sha256 }: Task, { deps, contextOf }: Work): Promise<void> {
  if (baseSha256 === sha256) return;
  await changePending(
    id,
    (pending, context) => {
      if (pending.entry.sha256 === sha256) return undefined;
      const sealed = pending.entry.sha256 === baseSha256 ? sealReviewed(pending, edits, context) : undefined;
      if (sealed?.sha256 !== sha256) throw changedMeanwhile(id);
      return sealed;
    },
    deps,
    contextOf,
  );
}

const changedMeanwhile = (id: string) =>
  new VextelError(
    "NOT_CONSENTED",
    `Event ${id.slice(0, 12)} changed while it was shown; it was not sent`,
    "Read it again: vextel review",
  );
