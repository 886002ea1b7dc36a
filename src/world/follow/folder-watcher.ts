import { type FSWatcher, statSync, watch } from "node:fs";
import { attempt } from "../files/attempt.ts";

interface Watched {
  readonly inode: number;
  readonly watcher: FSWatcher;
}

/** Calls back when something changes in folders, so that they need not be polled. */
export class FolderWatcher {
  readonly #watched = new Map<string, Watched>();
  #rung = false;
  #ring = () => {
    this.#rung = true;
  };

  /**
   * Watches these folders and no others. Call it again from time to time, since a folder may have been replaced.
   *
   * @returns Whether all folders are watched; one may be absent, or the system may not support watching it.
   */
  listen(folders: ReadonlySet<string>): boolean {
    for (const folder of this.#watched.keys()) if (!folders.has(folder)) this.#forget(folder);
    return [...folders].every((folder) => this.#hears(folder));
  }

  /**
   * Waits for a change, or returns at once if there was one since the last wait; at most this many milliseconds.
   *
   * @returns Whether there was a change.
   */
  async wait(mostMs: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        this.#ring = () => {
          this.#rung = true;
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener("abort", this.#ring, { once: true });
      });
    signal.removeEventListener("abort", this.#ring);
    const hasRung = this.#rung;
    this.#rung = false;
    return hasRung;
  }

  /** Ends the wait as if something had changed in a folder. */
  ring(): void {
    this.#ring();
  }

  close(): void {
    for (const folder of this.#watched.keys()) this.#forget(folder);
  }

  #hears(folder: string): boolean {
    const inode = attempt(() => statSync(folder).ino);
    const known = this.#watched.get(folder);
    if (inode !== undefined && known?.inode === inode) return true;
    this.#forget(folder);
    const watcher = inode === undefined ? undefined : attempt(() => watch(folder, () => this.#ring()));
    if (inode === undefined || !watcher) return false;
    watcher.on("error", () => this.#forget(folder));
    this.#watched.set(folder, { inode, watcher });
    return true;
  }

  #forget(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }
}
