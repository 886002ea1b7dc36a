import { isNumbered, type LogFile, type OpenLogFile } from "./log-files.ts";

/** The files of a log that were read, so that a rotated file is not read again under its new name. */
export class DoneFiles {
  readonly #path: string;
  #keys = new Set<string>();

  /** @param path - The name of the log. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The files that are still to be read, in the order in which they were written.
   *
   * @param files - All that exist, in that order.
   * @param open - The file that is being read, with its time as of the last look.
   */
  missed(files: readonly LogFile[], open: { readonly inode: bigint; readonly mtimeMs: number }): LogFile[] {
    const keys = keysAmong(files);
    const isNewer = ({ found }: LogFile) => found.mtimeMs >= open.mtimeMs;
    const isDone = (file: LogFile) => this.#keys.has(keys(file));
    const isOpen = ({ found }: LogFile) => found.ino === open.inode;
    if (!isNumbered(files))
      return files.filter((file) => !isOpen(file) && (file.path === this.#path || (isNewer(file) && !isDone(file))));
    const at = files.findIndex(isOpen);
    return (at < 0 ? files.filter(isNewer) : files.slice(at + 1)).filter((file) => !isDone(file));
  }

  /** The file with this inode has been read, and `next` is read from now on. */
  moveOn(files: readonly LogFile[], inode: bigint, next: OpenLogFile): void {
    const keys = keysAmong(files);
    const isLog = next.path === this.#path;
    const at = files.findIndex(({ found }) => found.ino === next.found.ino);
    if (isLog) this.#keys = new Set();
    else for (const file of files) if (file.found.ino === inode) this.#keys.add(keys(file));
    if (isLog || next.rank !== undefined)
      for (const file of files.slice(0, isNumbered(files) ? at : undefined)) this.#keys.add(keys(file));
    this.#keys.delete(keys(next)); // an inode is reused when its file is gone
  }
}

/** If a number shows a file's age, the file is distinguished from an earlier one with the same inode. */
function keysAmong(files: readonly LogFile[]): (file: LogFile) => string {
  const isByAge = isNumbered(files);
  return ({ found }) => (isByAge ? `${found.ino} ${found.birthtimeNs}` : `${found.ino}`);
}
