import type { Line } from "../../preview/terminal/line.ts";
import { renderTable } from "../../preview/terminal/line.ts";
import type { PluginCounts } from "../../relay/state.ts";
import type { CommandDeps } from "../deps.ts";
import { findRelay } from "./running.ts";
import { warnOfProxy } from "./warnings.ts";

export type RelayStatus = NonNullable<Awaited<ReturnType<typeof findRelay>>>;

/** The part of `--json` about the relay. */
export const relayToJson = (relay: RelayStatus | undefined) => {
  if (!relay) return null;
  const { isRunning, addresses, startedAt, refusals, plugins } = relay;
  return { running: isRunning, addresses, startedAt, refusals, plugins };
};

/** The addresses and counters of the relay since it was started; empty if there never was one. */
export function renderRelay(relay: RelayStatus | undefined, env: CommandDeps["world"]["env"]): Line[] {
  if (!relay) return [];
  const { isRunning, addresses, startedAt, refusals, plugins } = relay;
  const state: Line = isRunning
    ? [["strong", "relay"], ": ", ["good", "listening"], ` on ${addresses.map((one) => `http://${one}`).join(", ")},`]
    : [["strong", "relay"], ": ", ["warn", "not running"], "; errors that SDKs report now are lost. It was last"];
  const rows = Object.entries(plugins).map(([name, counts]): [string, ...Line] => [name, describeCounts(counts)]);
  const away = Object.entries(refusals).map(([status, count]) => `${count} with ${status}`);
  return [
    [...state, ` started ${startedAt.slice(0, 19)}Z`],
    ...renderTable([...rows, ...(away.length > 0 ? [["rejected", away.join(", ")] as [string, string]] : [])], "  "),
    ...warnOfProxy(env).map((line): Line => ["  ", ...line]),
    [],
  ];
}

const words: Readonly<Record<Exclude<keyof PluginCounts, "refused">, string>> = {
  kept: "kept",
  equal: "equal to one of them",
  timings: "timings",
  sessions: "sessions",
  limited: "over the limit",
  unavailable: "that could not be written",
  dropped: "not kept",
  lostInSdk: "given up by the SDK",
};

/** `12 kept, 3 over the limit; refused: 12 attachment, 40 log`. */
function describeCounts({ refused, ...counts }: PluginCounts): string {
  const told = (Object.keys(words) as (keyof typeof words)[])
    .filter((name) => name === "kept" || counts[name] > 0)
    .map((name) => `${counts[name]} ${words[name]}`);
  const types = Object.entries(refused).map(([type, count]) => `${count} ${type}`);
  return types.length > 0 ? `${told.join(", ")}; refused: ${types.join(", ")}` : told.join(", ");
}

export { findRelay };
