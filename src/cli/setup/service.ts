import { join } from "node:path";
import { renderUnit, unitName } from "../../owner/service-unit.ts";
import { removeCommand } from "../../world/hints.ts";
import { isFolder } from "../../world/outside/expand.ts";
import { readOutside } from "../../world/outside/write-outside.ts";
import type { CommandDeps } from "../deps.ts";
import type { Source } from "./source.ts";

export const services = ["user", "system", "none"] as const;

/** What runs `vextel watch`: systemd for this account, systemd for the machine, or nothing. */
export type ServiceChoice = (typeof services)[number];

/** A systemd unit, and the commands that start and stop it. */
export interface ServicePlan {
  readonly kind: "user" | "system";
  readonly path: string;
  readonly text: string;
  /** Whether this unit exists already. */
  readonly isThere: boolean;
  /** Whether another unit of this name exists. */
  readonly replaces: boolean;
  readonly start: readonly string[];
  readonly undo: readonly string[];
}

/** Why systemd cannot run such a service here, in words; `undefined` if it can. */
export function whyNot(kind: "user" | "system", { world }: CommandDeps): string | undefined {
  if (world.platform !== "linux") return "there is no systemd on this system";
  if (kind === "system") return isFolder("/run/systemd/system") ? undefined : "systemd does not run here";
  const { XDG_RUNTIME_DIR: runtime } = world.env;
  if (runtime && isFolder(join(runtime, "systemd"))) return undefined;
  return isFolder("/run/systemd/system") ? "this account has no login session of its own" : "systemd does not run here";
}

/** Environment variables that the unit needs, because it starts without this environment. */
const passedOn = [
  ...["VEXTEL_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"],
  ...["DO_NOT_TRACK", "VEXTEL_TELEMETRY"],
];

/** The unit that watches this bot. */
export function planService(source: Source, kind: "user" | "system", { world }: CommandDeps): ServicePlan {
  const { env, machine } = world;
  const unit = unitName(source.name);
  const folder =
    kind === "system"
      ? "/etc/systemd/system"
      : join(env.XDG_CONFIG_HOME || join(machine.home, ".config"), "systemd/user");
  const path = join(folder, unit);
  const text = renderUnit({
    watched: source.name,
    command: [process.execPath, process.argv[1]!, "watch", ...source.words],
    env: Object.fromEntries(passedOn.flatMap((key) => (env[key] ? [[key, env[key]]] : []))),
    ...(kind === "system" && { account: machine.user }),
  });
  const before = readOutside(path);
  const [systemctl, sudo] = kind === "system" ? ["sudo systemctl", "sudo "] : ["systemctl --user", ""];
  return {
    ...{ kind, path, text, isThere: before === text, replaces: before !== undefined && before !== text },
    start: [
      `${systemctl} daemon-reload`,
      `${systemctl} enable --now ${unit}`,
      ...(kind === "user" ? ["loginctl enable-linger"] : []),
    ],
    undo: [`${systemctl} disable --now ${unit}`, `${sudo}${removeCommand(path)}`],
  };
}
