import type { Files, World } from "../../src/world/world.ts";

/** Thrown to end a process as a kill would: no later step is run. */
export class Death extends Error {}

/**
 * The same world, in which a process dies at its `steps`-th change of a file, just before or just after the change.
 * From then on, no change by this process has an effect.
 */
export function createDyingWorld<W extends World>(
  world: W,
  steps: number,
  when: "before" | "after",
): W & { readonly isDead: boolean } {
  let left = steps;
  const dying =
    <A extends unknown[], R>(change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (left < 0 || (left === 0 && when === "before")) {
        left = -1;
        throw new Death();
      }
      left -= 1;
      const result = await change(...args);
      if (left < 0) throw new Death();
      return result;
    };
  const { files } = world;
  const dyingFiles: Files = {
    ...files,
    write: dying(files.write),
    async writeAll(all) {
      for (const [path, bytes] of all) await dyingFiles.write(path, bytes);
    },
    async moveAll(all) {
      for (const [from, to] of all) await dyingFiles.move(from, to);
    },
    append: dying(files.append),
    appendLine: dying(files.appendLine),
    move: dying(files.move),
    writeSettings: dying(files.writeSettings),
    remove: dying(files.remove),
  };
  return Object.create(world, { files: { value: dyingFiles }, isDead: { get: () => left < 0 } });
}

/** Runs `work` until the process dies. Ignores `Death`; any other error is thrown on. */
export async function runUntilDeath<W extends { readonly isDead: boolean }>(
  world: W,
  work: (world: W) => Promise<unknown>,
): Promise<"died" | "lived"> {
  try {
    await work(world);
  } catch (error) {
    if (!(error instanceof Death)) throw error;
  }
  return world.isDead ? "died" : "lived";
}
