import { createNodeFiles } from "./node-files.ts";
import { outsideFiles } from "./outside-files.ts";
import { resolvePaths } from "./paths.ts";
import type { Machine, Post, World } from "./world.ts";

/** The real world. `post` comes from the one place that may reach the network. */
export function createNodeWorld(post: Post, env: World["env"] = process.env): World {
  const machine = readMachine(env);
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

/** Looked up as it is asked for: most commands need none of it. */
function readMachine(env: World["env"]): Machine {
  const os = () => process.getBuiltinModule("node:os");
  return {
    get home() {
      return env.HOME || os().homedir();
    },
    get user() {
      return readUser(env);
    },
    get host() {
      return os().hostname();
    },
  };
}

/** A user id without an entry in the user database makes `userInfo` throw. */
function readUser(env: World["env"]): string {
  try {
    return process.getBuiltinModule("node:os").userInfo().username;
  } catch {
    return env.USER ?? env.USERNAME ?? "";
  }
}
