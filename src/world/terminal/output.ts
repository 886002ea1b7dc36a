import { fstatSync, statSync, writeSync } from "node:fs";
import { attempt } from "../files/attempt.ts";

/** Standard output or standard error. */
export interface Output {
  readonly isTty: boolean;
  /** Whether some output is still buffered in this process. */
  readonly isPending: boolean;
  /** Resolves when the system has all of it, or never will; errors are reported to `onError` only. */
  write(data: Uint8Array | string): Promise<void>;
}

type OnError = (error: NodeJS.ErrnoException) => void;

/**
 * Writes to a file descriptor directly: making Node's stream for it takes milliseconds. Terminals, and pipes that are
 * full, get the stream.
 */
export function openOutput(descriptor: 1 | 2, onError: OnError): Output {
  return new Descriptor(descriptor, onError);
}

class Descriptor implements Output {
  #stream: NodeJS.WriteStream | undefined;
  #isTty: boolean | undefined;
  #isBroken = false;
  readonly #descriptor: 1 | 2;
  readonly #onError: OnError;

  constructor(descriptor: 1 | 2, onError: OnError) {
    this.#descriptor = descriptor;
    this.#onError = onError;
  }

  get isTty(): boolean {
    this.#isTty ??= mayBeTerminal(this.#descriptor) && process.getBuiltinModule("node:tty").isatty(this.#descriptor);
    return this.#isTty;
  }

  get isPending(): boolean {
    return this.#stream !== undefined && this.#stream.writableLength > 0;
  }

  async write(data: Uint8Array | string): Promise<void> {
    const bytes = typeof data === "string" ? encode(data) : data;
    const written = this.#stream || this.isTty ? 0 : this.#writeAtOnce(bytes);
    if (written < bytes.length && !this.#isBroken) await this.#writeToStream(bytes.subarray(written));
  }

  /** How many bytes the system accepted; fewer if it is broken, or would block. */
  #writeAtOnce(bytes: Uint8Array): number {
    let written = 0;
    try {
      while (written < bytes.length && !this.#isBroken) written += writeSync(this.#descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") this.#break(error as NodeJS.ErrnoException);
    }
    return written;
  }

  async #writeToStream(bytes: Uint8Array): Promise<void> {
    this.#stream ??= this.#openStream();
    const own = Buffer.from(bytes); // the stream may keep it for longer than its writer does
    if (!this.#stream.write(own) && !this.#stream.destroyed) await untilWritable(this.#stream);
  }

  #openStream(): NodeJS.WriteStream {
    const stream = this.#descriptor === 1 ? process.stdout : process.stderr;
    return stream.on("error", (error) => this.#break(error));
  }

  #break(error: NodeJS.ErrnoException): void {
    this.#isBroken = true;
    this.#onError(error);
  }
}

/** Shared, since long texts come one after another, and new memory costs more than writing to it. */
let room: Buffer | undefined;
const roomBytes = 256 * 1024;

/** UTF-8, valid until the next text. */
function encode(text: string): Uint8Array {
  if (text.length < 4096 || text.length * 3 > roomBytes) return Buffer.from(text);
  room ??= Buffer.allocUnsafe(roomBytes);
  return room.subarray(0, room.write(text));
}

/** Cheaper than asking whether it is a terminal; the null device is not one. */
function mayBeTerminal(descriptor: number): boolean {
  const found = attempt(() => fstatSync(descriptor));
  return found?.isCharacterDevice() === true && found.rdev !== attempt(() => statSync("/dev/null"))?.rdev;
}

/** Waits until it accepts more, or never will. */
function untilWritable(stream: NodeJS.WriteStream): Promise<void> {
  const ends = ["drain", "close", "error"];
  return new Promise((resolve) => {
    const end = () => {
      for (const name of ends) stream.off(name, end);
      resolve();
    };
    for (const name of ends) stream.on(name, end);
  });
}
