import { changeRules, type Policy } from "../../policy/policy.ts";
import { plural } from "../../preview/summary.ts";
import type { CommandDeps } from "../deps.ts";
import { resealPending } from "../pipeline/pending/reseal-pending.ts";
import type { Edit } from "./edits.ts";
import { renderPolicy, type Scope } from "./show.ts";

/** Saves the change, reseals pending events from which it now removes more, and shows the resulting policy. */
export async function changePolicy(edit: Edit, { publisher }: Scope, deps: CommandDeps): Promise<void> {
  const policy = await deps.policy.change((before) => withIdKey(changeRules(before, publisher, edit), deps));
  const resealed = await resealPending(deps);
  await deps.terminal.printProse(renderPolicy(policy, publisher));
  await deps.terminal.note([
    "This applies to new events and to pending ones. ",
    resealed > 0 ? `${plural(resealed, "pending event")} changed: read them again before you send them.` : "",
  ]);
}

/** A key is made when keyed ids are chosen for the first time, and kept, so that the digits stay the same. */
const withIdKey = (policy: Policy, { world }: CommandDeps): Policy => {
  const isKeyed = [policy, ...Object.values(policy.publishers)].some(({ ids }) => ids === "keyed");
  if (!isKeyed || policy.idKey !== undefined) return policy;
  return { ...policy, idKey: [world.uuid(), world.uuid()].join("").replaceAll("-", "") };
};
