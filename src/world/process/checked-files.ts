import { closeSync, constants, existsSync, lstatSync, openSync, type Stats, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { homeIn } from "../default-folders.ts";
import { attempt } from "../files/attempt.ts";
import { renderVersion } from "../files/changes/file-versions.ts";
import { makeFolders } from "../files/own-folders.ts";
import { readPlain } from "../files/read-plain.ts";
import { refuseForeign } from "../files/trust.ts";
import { checkedFolder, resolvePaths } from "../paths.ts";

/**
 * Records, in this account's state, which files had the expected digest: checking them again takes longer than running
 * a command. A file that was written or replaced since has another time of change, and is checked again.
 */
export class CheckedFiles {
  readonly #folder: string | undefined;

  /** @param env - Determines the folder of the state, which is not made for an account that has not used vextel yet. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    const home = homeIn({ platform: process.platform, env }) ?? attempt(() => userInfo().homedir);
    if (home === undefined) return;
    const paths = resolvePaths(env, home);
    if (existsSync(paths.config)) this.#folder = checkedFolder(paths);
  }

  /**
   * @param name - Must be unique among the files that are checked.
   * @param digest - That which the file should have.
   */
  isKnown(name: string, digest: string, stats: Stats): boolean {
    const record = renderRecord(digest, stats);
    return record !== undefined && attempt(() => this.#read(name)) === record;
  }

  /** If nothing can be written, nothing is recorded. */
  remember(name: string, digest: string, stats: Stats): void {
    const folder = this.#folder;
    const record = renderRecord(digest, stats);
    if (folder === undefined || record === undefined) return;
    attempt(() => {
      makeFolders(folder);
      refuseForeign(folder, lstatSync(folder));
      const file = openSync(join(folder, name), plainOnly, 0o600);
      try {
        writeFileSync(file, record);
      } finally {
        closeSync(file);
      }
    });
  }

  #read(name: string): string | undefined {
    if (this.#folder === undefined) return undefined;
    refuseForeign(this.#folder, lstatSync(this.#folder));
    const bytes = readPlain(join(this.#folder, name));
    return bytes && Buffer.from(bytes).toString("latin1");
  }
}

const { O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_TRUNC, O_WRONLY } = constants;
/** Does not follow a link, and does not wait for the reader of a pipe. */
const plainOnly = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK;

function renderRecord(digest: string, stats: Stats): string | undefined {
  const version = renderVersion(stats, Date.now());
  return version && `${digest} ${stats.dev} ${version}\n`;
}
