import { VextelError } from "../../errors.ts";
import { defaultPolicy, type Policy } from "../../policy/policy.ts";
import { plural } from "../../preview/summary.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";

/** The policy in force; why there is none, if its file cannot be used. */
export const readPolicy = ({ policy }: CommandDeps): Promise<Policy | VextelError> =>
  policy.read().catch((error: unknown) => {
    if (error instanceof VextelError) return error;
    throw error;
  });

/**
 * What the owner chose beyond the rules. The words themselves are private, and are not shown on a screen that others
 * may see.
 */
export function renderPolicy(policy: Policy | VextelError): Line[] {
  if (policy instanceof VextelError) return [[["bad", policy.message]], [policy.hint]];
  const { words, on, off, ids, breadcrumbs, publishers } = policy;
  const chosen = [
    ...(words.length > 0 ? [plural(words.length, "own word")] : []),
    ...(on.length > 0 ? [`${on.join(", ")} on`] : []),
    ...(off.length > 0 ? [`${off.join(", ")} off`] : []),
    ...(ids === defaultPolicy.ids ? [] : [`ids ${ids}`]),
    ...(breadcrumbs === defaultPolicy.breadcrumbs ? [] : [`at most ${plural(breadcrumbs, "breadcrumb")}`]),
    ...(Object.keys(publishers).length > 0 ? [`other choices for ${Object.keys(publishers).join(", ")}`] : []),
  ];
  return renderTable([
    ["policy", chosen.length > 0 ? chosen.join("; ") : "built-in rules only (to change it: vextel policy)"],
  ]);
}

/** How many words there are, not which. */
export function policyToJson(policy: Policy | VextelError) {
  if (policy instanceof VextelError) return { error: policy.message };
  const { words, on, off, ids, breadcrumbs, publishers } = policy;
  return { words: words.length, on, off, ids, breadcrumbs, publishers: Object.keys(publishers) };
}
