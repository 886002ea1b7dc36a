import { dirname } from "node:path";
import type { Files, World } from "../../src/world/world.ts";

/** The same world, but the state of a file and of its folder differs after each change, as on a disk. */
export function createChangingWorld<W extends World>(world: W): W {
  const { files } = world;
  const changes = new Map<string, number>();
  const changing =
    <Rest extends unknown[], R>(change: (path: string, ...rest: Rest) => Promise<R>) =>
    async (path: string, ...rest: Rest): Promise<R> => {
      const paths = [path, ...rest.filter((one) => typeof one === "string")];
      for (const one of [...paths, ...paths.map((file) => dirname(file))])
        changes.set(one, (changes.get(one) ?? 0) + 1);
      return change(path, ...rest);
    };
  const changingFiles: Files = {
    ...files,
    stateOf: async (folder) => `${changes.get(folder) ?? 0}`,
    versionsOf: async (folder, names) => names.map((name) => `${changes.get(`${folder}/${name}`) ?? 0}`),
    write: changing(files.write),
    append: changing(files.append),
    move: changing(files.move),
    remove: changing(files.remove),
  };
  return Object.create(world, { files: { value: changingFiles } });
}
