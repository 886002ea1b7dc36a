import { homeIn } from "./default-folders.ts";
import { attempt } from "./files/attempt.ts";
import { type Names, namesOf } from "./names.ts";
import { createNodeFiles } from "./node-files.ts";
import { outsideFiles } from "./outside/outside-files.ts";
import { resolveOwn, resolvePaths } from "./paths.ts";
import type { Machine, Post, World } from "./world.ts";

/** The real world. `post` comes from the one place that may reach the network. */
export function createNodeWorld(post: Post, given: World["env"] = process.env): World {
  const machine = readMachine(given);
  const env = fixHome(given, machine);
  const paths = resolvePaths(env, machine.home);
  return {
    nowMs: Date.now,
    uuid: () => process.getBuiltinModule("node:crypto").randomUUID(),
    env,
    platform: process.platform,
    machine,
    files: createNodeFiles([...new Set(Object.values(paths) as string[])]),
    outside: outsideFiles,
    post,
  };
}

/** The working directory may change, and other processes have another: the paths are determined once. */
function fixHome(env: World["env"], machine: Machine): World["env"] {
  const own = env.VEXTEL_HOME && resolveOwn(env, machine.home);
  return own && own !== env.VEXTEL_HOME ? Object.create(env, { VEXTEL_HOME: { value: own, enumerable: true } }) : env;
}

/** Determined at first use: most commands do not need it. */
function readMachine(env: World["env"]): Machine {
  const os = () => process.getBuiltinModule("node:os");
  let known: Names | undefined;
  /** A user id without an entry in the user database makes `userInfo` throw. */
  const names = () => {
    known ??= namesOf(
      { platform: process.platform, env },
      { user: attempt(() => os().userInfo().username), host: os().hostname() },
    );
    return known;
  };
  return {
    get home() {
      return homeIn({ platform: process.platform, env }) ?? attempt(() => os().userInfo().homedir) ?? "/"; // an account may have no entry
    },
    get user() {
      return names().user;
    },
    get host() {
      return names().host;
    },
    get userAliases() {
      return names().userAliases;
    },
    get hostAliases() {
      return names().hostAliases;
    },
  };
}
