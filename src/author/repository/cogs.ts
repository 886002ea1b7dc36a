import { readVersion } from "../../owner/red/cogs.ts";
import { readLoggers } from "./loggers.ts";
import type { FoundPlugin } from "./plugin.ts";
import { type Folder, filesIn, foldersIn } from "./tree.ts";

/** Red's cogs: folders that are a Python package and have an `info.json`. Those of libraries are left out. */
export function findCogs(tree: Folder, repository: string, read: (path: string) => string | undefined): FoundPlugin[] {
  return foldersIn(tree).flatMap((folder) => {
    if (folder.path === "" || !folder.files.includes("info.json") || !folder.files.includes("__init__.py")) return [];
    if (/"type"\s*:\s*"SHARED_LIBRARY"/i.test(read(`${folder.path}/info.json`) ?? "")) return [];
    return describeCog(folder, repository, read);
  });
}

function describeCog(folder: Folder, repository: string, read: (path: string) => string | undefined): FoundPlugin {
  const name = folder.path.split("/").at(-1)!;
  const files = filesIn(folder).filter((file) => file.endsWith(".py"));
  const first = ["__init__.py", `${name}.py`, "core.py"];
  const inOrder = [...first.filter((file) => files.includes(file)), ...files.filter((file) => !first.includes(file))];
  const code = inOrder.map((file) => read(`${folder.path}/${file}`) ?? "");
  const version = code.map(readVersion).find((found) => found !== undefined);
  return {
    ...{ kind: "cog", name, folder: folder.path, files: inOrder },
    paths: pathsOf(folder.path, name, repository),
    loggers: readLoggers(code.join("\n"), name),
    ...(version !== undefined && { version }),
  };
}

/** Where Red installs it, and where it is in a clone added with `[p]addpath`. */
function pathsOf(path: string, name: string, repository: string): string[] {
  const above = path.split("/").at(-2) ?? repository;
  return [...new Set([`cogs/${name}`, `${above}/${name}`])];
}
