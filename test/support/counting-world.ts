import type { Files, World } from "../../src/world/world.ts";

/** How often the files were used. */
export interface Counts {
  /** Files read, written, renamed or removed, and locks taken. */
  files: number;
  /** Names that listings returned. */
  names: number;
}

/** The same world, with counts of its file operations: they show whether the cost grows with the number of events. */
export function createCountingWorld<W extends World>(world: W): { world: W; counts: Counts } {
  const counts: Counts = { files: 0, names: 0 };
  const { files } = world;
  const counted = <A extends unknown[], R>(ask: (...args: A) => R) => {
    return (...args: A): R => {
      counts.files += 1;
      return ask(...args);
    };
  };
  const countingFiles: Files = {
    ...files,
    read: counted(files.read),
    write: counted(files.write),
    append: counted(files.append),
    move: counted(files.move),
    remove: counted(files.remove),
    withLock: counted(files.withLock) as Files["withLock"],
    writeAll(all) {
      counts.files += all.length;
      return files.writeAll(all);
    },
    moveAll(all) {
      counts.files += all.length;
      return files.moveAll(all);
    },
    async list(folder) {
      const names = await files.list(folder);
      counts.names += names.length;
      return names;
    },
    readMany(folder, names, parse) {
      counts.files += names.length;
      return files.readMany(folder, names, parse);
    },
  };
  return { world: Object.create(world, { files: { value: countingFiles } }), counts };
}
