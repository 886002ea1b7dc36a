import { posix } from "node:path";
import { foundIn, type OutsideFiles } from "../world/outside/outside.ts";
import { parseJson } from "./red/json.ts";

/** Something on this machine that keeps a bot's output: a systemd unit, a PM2 process, a container. */
export interface LogSource {
  readonly kind: "systemd" | "pm2" | "docker";
  readonly name: string;
  /** Files that can be read now; none if a command prints the output. */
  readonly logs: readonly string[];
  /** Prints the output so far, to be piped into `vextel`. */
  readonly command?: string;
}

const maxBytes = 256 * 1024;

/** The systemd units of the system and of the user that start a bot. */
export function findUnits(home: string, files: OutsideFiles): LogSource[] {
  const { join } = posix;
  const places = [
    { folder: "/etc/systemd/system", journalctl: "journalctl -u" },
    { folder: join(home, ".config/systemd/user"), journalctl: "journalctl --user -u" },
  ];
  return places.flatMap(({ folder, journalctl }) =>
    unitNames(folder, files).flatMap(({ unit, path }): LogSource[] => {
      const text = foundIn(files.readText(path, maxBytes));
      if (text === undefined || !startsBot(text, files)) return [];
      return [{ kind: "systemd", name: unit, logs: [], command: `${journalctl} ${unit} -o cat` }];
    }),
  );
}

/** Units by name; for a template (`red@.service`), the enabled ones (`red@tavern.service`). */
function unitNames(folder: string, files: OutsideFiles): { unit: string; path: string }[] {
  const { join } = posix;
  const isUnit = (name: string) => name.endsWith(".service");
  const names = (foundIn(files.list(folder)) ?? []).filter(isUnit);
  const wants = ["multi-user.target.wants", "default.target.wants"];
  const enabled = wants.flatMap((name) => foundIn(files.list(join(folder, name))) ?? []).filter(isUnit);
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (!name.endsWith("@.service")) return [{ unit: name, path }];
    const stem = name.slice(0, -".service".length);
    return enabled.filter((unit) => unit.startsWith(stem)).map((unit) => ({ unit, path }));
  });
}

/** Whether a unit starts Red, or a program in a folder that depends on a Discord library. */
function startsBot(unit: string, files: OutsideFiles): boolean {
  if (/^ExecStart=.*\bredbot\b/m.test(unit)) return true;
  const folder = /^WorkingDirectory=-?(\/\S*)/m.exec(unit)?.[1];
  if (folder === undefined) return false;
  const read = (name: string) => foundIn(files.readText(posix.join(folder, name), maxBytes)) ?? "";
  const packages = JSON.stringify(parseJson(read("package.json")) ?? "");
  if (/"(?:discord\.js|@sapphire\/framework|eris|oceanic\.js|discordx)":/.test(packages)) return true;
  return /^(?:discord(?:\.py)?|nextcord|disnake|py-cord|hikari|red-discordbot)\b/im.test(read("requirements.txt"));
}

/** PM2's processes, found by the names of their logs. */
export function findPm2(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
  files: OutsideFiles,
): LogSource[] {
  const folder = posix.join(env.PM2_HOME || posix.join(home, ".pm2"), "logs");
  const logs = new Map<string, string[]>();
  for (const file of foundIn(files.list(folder)) ?? []) {
    const name = /^(.+)-(?:out|error)(?:-\d+)?\.log$/.exec(file)?.[1];
    if (name !== undefined) logs.set(name, [...(logs.get(name) ?? []), posix.join(folder, file)]);
  }
  return [...logs].map(([name, paths]) => ({ kind: "pm2", name, logs: paths }));
}

/** Docker's containers whose output can be read. */
export function findContainers(files: OutsideFiles): LogSource[] {
  const folder = "/var/lib/docker/containers";
  return (foundIn(files.list(folder)) ?? []).flatMap((id): LogSource[] => {
    const log = posix.join(folder, id, `${id}-json.log`);
    if (files.modifiedMs(log).kind !== "found") return [];
    const config = foundIn(files.readText(posix.join(folder, id, "config.v2.json"), maxBytes)) ?? "";
    const name = /"Name":"\/?([\w.-]{1,128})"/.exec(config)?.[1] ?? id.slice(0, 12);
    return [{ kind: "docker", name, logs: [log], command: `docker logs ${name}` }];
  });
}
