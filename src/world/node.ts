import { homedir, hostname, userInfo } from "node:os";
import { createNodeFiles } from "./node-files.ts";
import { resolvePaths } from "./paths.ts";
import type { Machine, Post, World } from "./world.ts";

/** The real world. `post` comes from the one place that may reach the network. */
export function createNodeWorld(post: Post, env: World["env"] = process.env): World {
  const machine = readMachine(env);
  const paths = resolvePaths(env, machine.home);
  return {
    nowMs: Date.now,
    uuid: () => crypto.randomUUID(),
    env,
    machine,
    files: createNodeFiles([...new Set(Object.values(paths) as string[])]),
    post,
  };
}

function readMachine(env: World["env"]): Machine {
  return { home: env.HOME || homedir(), user: readUser(env), host: hostname() };
}

/** A user id without an entry in the user database makes `userInfo` throw. */
function readUser(env: World["env"]): string {
  try {
    return userInfo().username;
  } catch {
    return env.USER ?? env.USERNAME ?? "";
  }
}
