import { basename } from "node:path";
import { plural } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { shellWord } from "../../world/hints.ts";
import type { Answers } from "./questions.ts";
import type { ServicePlan } from "./service.ts";
import type { Source } from "./source.ts";
import type { Look } from "./survey-logs.ts";

/** Everything that will be done. */
export interface Plan {
  readonly source: Source;
  readonly look: Look;
  readonly answers: Answers;
  readonly service?: ServicePlan;
}

/** What a plan does, before it is done. */
export function renderPlan({ look, answers, service }: Plan): Line[] {
  const { send, publisher } = answers;
  const steps = [
    ...(send === "by-hand" ? [`keep ${plural(look.events, "event")} on this machine, and send none`] : []),
    ...(send === "automatically" ? [`send errors of ${publisher} automatically from now on`] : []),
    ...(service ? [describeService(service)] : []),
  ];
  if (steps.length === 0) return [["This changes nothing."]];
  return [["This will"], ...steps.map((step): Line => [`  - ${step}`])];
}

/** The last question: the plan in few words, since its steps are above. */
export function planQuestion({ look, answers: { send, publisher }, service }: Plan): string {
  const parts = [
    ...(send === "automatically" ? [`send errors of ${publisher} automatically`] : []),
    ...(send === "by-hand" && look.events > 0 ? [`keep ${plural(look.events, "event")}`] : []),
    ...(service?.kind === "system" ? ["print the unit"] : []),
    ...(service?.kind === "user" && !service.isThere ? [`${service.replaces ? "replace" : "write"} the unit`] : []),
  ];
  const text = parts.join(" and ") || "finish";
  return `${text[0]!.toUpperCase()}${text.slice(1)}?`;
}

function describeService({ kind, path, isThere, replaces }: ServicePlan): string {
  if (kind === "system") return "print a systemd unit, and change nothing on the system";
  if (isThere) return `leave the unit ${basename(path)} as it is`;
  return `${replaces ? "replace" : "write"} the unit ${basename(path)}`;
}

/** The result of a plan, and how to undo each step. */
export function renderDone(plan: Plan, kept: number): Line[] {
  const { source, answers } = plan;
  const { send, publisher } = answers;
  if (send === "nothing") return [["Nothing was changed. Any time later: ", ["strong", "vextel setup"]]];
  return [
    [["strong", source.name], ": ", ["good", "set up"]],
    ...(send === "by-hand"
      ? [
          [`  ${plural(kept, "event")} kept on this machine; each is sent only if you send it by its id.`],
          ["    look:  vextel review"],
          ["    undo:  vextel drop <event-id>, or --all"],
        ]
      : [
          [`  Errors of ${publisher} that are captured from now on are sent automatically.`],
          ["    look:  vextel status"],
          [`    undo:  vextel disable ${publisher}`],
        ]),
  ];
}

/** The commands that start `vextel watch`, and undo that. */
export function renderCommands({ source, answers, service }: Plan): Line[] {
  if (answers.send === "nothing") return [];
  const watch = `vextel watch ${source.words.map((word) => shellWord(word)).join(" ")}`;
  return service ? renderService(service) : [["  No service: errors are found while this runs:"], [`    ${watch}`]];
}

function renderService({ kind, path, start, undo }: ServicePlan): Line[] {
  return [
    [kind === "user" ? "  The unit is in" : "  Save the unit above as"],
    [`    ${path}`],
    [kind === "user" ? "  Start it, also for when you are logged out:" : "  Start it:"],
    ...start.map((command): Line => [`    ${command}`]),
    ["  Undo:"],
    ...undo.map((command): Line => [`    ${command}`]),
  ];
}
