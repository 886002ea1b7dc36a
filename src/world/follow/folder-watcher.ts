import { type FSWatcher, statSync, watch } from "node:fs";
import { attempt } from "../files/attempt.ts";

interface Watched {
  readonly inode: number;
  readonly watcher: FSWatcher;
}

/** Calls back when something changes in folders, so that they need not be polled. */
export class FolderWatcher {
  readonly #watched = new Map<string, Watched>();
  #woken = false;
  #wake = () => {
    this.#woken = true;
  };

  /**
   * Watches these folders and no others. Call it again from time to time, since a folder may have been replaced.
   *
   * @returns Whether all folders are watched; one may be absent, or the system may not support watching it.
   */
  watch(folders: ReadonlySet<string>): boolean {
    for (const folder of this.#watched.keys()) if (!folders.has(folder)) this.#forget(folder);
    return [...folders].every((folder) => this.#watches(folder));
  }

  /**
   * Waits for a change, or returns at once if there was one since the last wait; at most this many milliseconds.
   *
   * @returns Whether there was a change.
   */
  async wait(mostMs: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#woken && !signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        this.#wake = () => {
          this.#woken = true;
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener("abort", this.#wake, { once: true });
      });
    signal.removeEventListener("abort", this.#wake);
    const wasWoken = this.#woken;
    this.#woken = false;
    return wasWoken;
  }

  /** Ends the wait as if something had changed in a folder. */
  wake(): void {
    this.#wake();
  }

  close(): void {
    for (const folder of this.#watched.keys()) this.#forget(folder);
  }

  #watches(folder: string): boolean {
    const inode = attempt(() => statSync(folder).ino);
    const known = this.#watched.get(folder);
    if (inode !== undefined && known?.inode === inode) return true;
    this.#forget(folder);
    const watcher = inode === undefined ? undefined : attempt(() => watch(folder, () => this.#wake()));
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
