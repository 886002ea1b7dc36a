import { type Policy, rulesFor } from "../../policy/policy.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";

export interface Scope {
  readonly publisher?: string;
}

export async function runShowPolicy({ publisher, json }: Scope & { json?: true }, deps: CommandDeps): Promise<void> {
  const policy = await deps.policy.read();
  if (!json) return deps.terminal.printProse(renderPolicy(policy, publisher));
  await deps.terminal.json({ ...rulesFor(policy, publisher), path: deps.policy.path });
}

export function renderPolicy(policy: Policy, publisher: string | undefined): Line[] {
  const { words, on, off, ids, breadcrumbs } = rulesFor(policy, publisher);
  const others = Object.keys(policy.publishers).filter((name) => name !== publisher);
  return [
    [["strong", publisher === undefined ? "For all publishers" : `For ${publisher}`]],
    ...renderTable(
      [
        ["own words", words.length > 0 ? words.map(({ text, becomes }) => `${text} (${becomes})`).join(", ") : "none"],
        ["rules on", on.length > 0 ? on.join(", ") : "the built-in ones"],
        ["rules off", off.length > 0 ? off.join(", ") : "none"],
        ["ids", ids],
        ["breadcrumbs", breadcrumbs === 0 ? "none" : `at most ${breadcrumbs}`],
        others.length > 0 && publisher === undefined ? ["different for", others.join(", ")] : undefined,
      ],
      "  ",
    ),
  ];
}
