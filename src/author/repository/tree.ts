import { join, sep } from "node:path";
import { foundIn, type OutsideFiles } from "../../world/outside/outside.ts";

/** A folder of an author's repository with its files, and the folders in it. */
export interface Folder {
  /** From the repository's root, with `/`; empty for the root. */
  readonly path: string;
  /** Names, sorted. */
  readonly files: readonly string[];
  readonly folders: readonly Folder[];
}

/** Folders whose files are not installed with a plugin. */
const beside =
  /^(?:\..*|node_modules|__pycache__|venv|env|site-packages|dist|build|out|coverage|tests?|__tests__|docs?|examples?|fixtures|locales?|data)$/i;

/** The most levels that are searched, and entries that are read. */
const deepest = 6;
const mostEntries = 20_000;

/**
 * The folders of a repository, without those that contain no plugin's code. A link to a folder of the same repository
 * is left out: that folder is read at its own place.
 */
export function readTree(root: string, files: OutsideFiles): Folder {
  let left = mostEntries;
  const top = foundIn(files.realPath(root)) ?? root;
  const isLinkInside = (at: string) => {
    const real = foundIn(files.realPath(join(root, at)));
    return real !== undefined && real !== join(top, at) && `${real}${sep}`.startsWith(`${top}${sep}`);
  };
  const read = (path: string, names: readonly string[], depth: number): Folder => {
    const inner = names.map((name) => {
      const at = path === "" ? name : `${path}/${name}`;
      const list = depth < deepest && left-- > 0 && mayBeFolder(name) ? foundIn(files.list(join(root, at))) : undefined;
      const isBeside = list && (beside.test(name) || isLinkInside(at));
      return { name, folder: isBeside ? "beside" : list && read(at, list, depth + 1) } as const;
    });
    return {
      path,
      files: inner.flatMap(({ name, folder }) => (folder ? [] : name)),
      folders: inner.flatMap(({ folder }) => (folder && folder !== "beside" ? folder : [])),
    };
  };
  return read("", foundIn(files.list(root)) ?? [], 0);
}

/** A name with such an extension is taken for a file without asking the file system. */
const mayBeFolder = (name: string) =>
  !/\.(?:py|js|ts|mjs|cjs|json|md|txt|po|pot|png|jpg|yml|yaml|toml|lock)$/i.test(name);

/** A folder and all folders below it. */
export const foldersIn = (folder: Folder): Folder[] => [folder, ...folder.folders.flatMap(foldersIn)];

/** All files below a folder, relative to it. */
export const filesIn = (folder: Folder): string[] =>
  foldersIn(folder).flatMap(({ path, files }) =>
    files.map((name) => `${path}/${name}`.slice(folder.path === "" ? (path === "" ? 1 : 0) : folder.path.length + 1)),
  );
