import { VextelError } from "../../errors.ts";
import { renderTime } from "../../preview/summary.ts";
import type { Effect, Happening, State, Step } from "../../review/state.ts";
import { step } from "../../review/step.ts";
import { view } from "../../review/view.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { CommandDeps } from "../deps.ts";
import { openScrubContexts } from "../pipeline/context/scrub-context.ts";
import { openScreen, type ScreenApp } from "../screen/screen.ts";
import { carryOut } from "./carry-out.ts";
import { loadEvent } from "./load.ts";
import { createRawReader, type RawFlags } from "./raw.ts";

export interface RunFlags extends RawFlags {
  readonly dsn?: string;
}

/** Shows a review until it ends, and carries out its requests. */
export async function runReviewOn(first: Step, flags: RunFlags, deps: CommandDeps): Promise<State> {
  const world = await createEffects(first.state, flags, deps);
  let { state } = first;
  let problem: { readonly error: unknown } | undefined;
  let redraw = () => {};
  const happen = (happening: Happening): void => {
    const next = step(state, happening);
    state = next.state;
    for (const effect of next.effects) run(effect);
    redraw();
  };
  const run = (effect: Effect): void => {
    world(effect, happen).catch((error: unknown) => {
      problem ??= { error };
      state = { ...state, mode: { kind: "over", how: "interrupted" } };
      redraw();
    });
  };
  const app: ScreenApp = {
    view: () => view(state),
    press: (key) => happen({ kind: "key", key }),
    resize: (columns, rows) => happen({ kind: "resized", columns, rows }),
    hangUp: () => happen({ kind: "key", key: "ctrl-c" }),
    get isOver() {
      return state.mode.kind === "over";
    },
  };
  const screen = await openScreen(app, first.state, deps);
  redraw = screen.redraw;
  for (const effect of first.effects) run(effect);
  await screen.closed;
  if (problem) throw problem.error;
  return state;
}

type Effects = (effect: Effect, happen: (happening: Happening) => void) => Promise<void>;

async function createEffects({ queue }: State, flags: RunFlags, deps: CommandDeps): Promise<Effects> {
  const contextOf = await openScrubContexts(deps, flags);
  const dsn = flags.dsn ?? (deps.world.env.VEXTEL_DSN || undefined);
  const raw = createRawReader(
    queue.map(({ entry }) => entry),
    flags,
    deps,
  );
  let isStopped = false;
  return async (effect, happen) => {
    switch (effect.kind) {
      case "load": {
        const { id, edits } = effect;
        try {
          happen({ kind: "loaded", id, edits, event: await loadEvent(id, edits, deps, contextOf, dsn) });
        } catch (error) {
          happen(await explain(effect, error, deps));
        }
        break;
      }
      case "readRaw":
        happen({ kind: "rawRead", id: effect.id, raw: await raw.read(effect.event) });
        break;
      case "carryOut":
        for await (const outcome of carryOut(effect.tasks, deps, contextOf, dsn, () => isStopped))
          happen({ kind: "carriedOut", outcome });
        happen({ kind: "ended" });
        break;
      case "stop":
        isStopped = true;
    }
  };
}

/** Why an event cannot be shown, or not be changed in this way. */
async function explain(
  { id, edits }: Effect & { readonly kind: "load" },
  error: unknown,
  { outbox }: CommandDeps,
): Promise<Happening> {
  if (error instanceof SealError)
    return { kind: "refused", id, edits, reason: `it cannot be made safe: ${error.reason}` };
  if (!(error instanceof VextelError)) throw error;
  if (error.code !== "NOT_FOUND") return { kind: "refused", id, edits, reason: `${error.message}. ${error.hint}` };
  const receipt = await outbox.readReceipt(id);
  const reason = receipt ? `it was ${receipt.state}, ${renderTime(receipt.settledAtMs)}` : "it was removed";
  return { kind: "gone", id, reason };
}
