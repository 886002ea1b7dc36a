import type { Dispatch } from "../../../deliver/dispatch.ts";
import { createLimitFile } from "../../../deliver/limits/limit-file.ts";
import { deliveryLock } from "../../../outbox/layout.ts";
import type { ScrubContextOf } from "../../../policy/scrub-context.ts";
import type { CommandDeps } from "../../deps.ts";

/** Long enough for another process's request to end by its own time limit. */
const deliveryWaitMs = 60_000;

/** What sending needs in addition to other commands. */
export const createDispatch = (
  { world, paths, consent, outbox, ledger }: CommandDeps,
  scrubContextOf: ScrubContextOf,
): Dispatch => ({
  world,
  consent,
  outbox,
  ledger,
  scrubContextOf,
  limits: createLimitFile(paths, world),
  alone: (work) => world.files.withLock(deliveryLock(paths), work, deliveryWaitMs),
});
