import { textFormOf } from "../../world/outside/text-form.ts";

/** The text of a log in UTF-8, and where it is in the file. */
export interface LogEncoding {
  /** The next bytes of the file as UTF-8. */
  decode(bytes: Uint8Array): Uint8Array;
  /** How many bytes of the file were read for this many bytes of text. Must not decrease from call to call. */
  fileBytesOf(textBytes: number): number;
}

/**
 * @param head - The first bytes of the file, which decide.
 * @param begin - Where the text begins in the file, in bytes.
 */
export function encodingOf(head: Uint8Array, begin: number): LogEncoding {
  const form = textFormOf(head);
  return form === "utf-16le" || form === "utf-16be" ? new Utf16(form, begin) : utf8;
}

const utf8: LogEncoding = { decode: (bytes) => bytes, fileBytesOf: (textBytes) => textBytes };

/** Two bytes of the file are one UTF-16 unit of the text. */
class Utf16 implements LogEncoding {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  /** Text whose place may still be asked for. */
  #rest: Buffer = Buffer.alloc(0);
  /** Where `#rest` begins, in the text and in the file. */
  #textBytes = 0;
  #fileBytes = 0;
  /** A byte of a unit that began before. */
  #odd: number;

  constructor(form: "utf-16le" | "utf-16be", begin: number) {
    this.#decoder = new TextDecoder(form, { ignoreBOM: true });
    this.#odd = begin % 2;
  }

  decode(bytes: Uint8Array): Uint8Array {
    const whole = bytes.subarray(this.#odd);
    this.#fileBytes += bytes.length - whole.length;
    this.#odd = 0;
    const text = Buffer.from(this.#decoder.decode(whole, { stream: true }), "utf8");
    this.#rest = Buffer.concat([this.#rest, text]);
    return text;
  }

  fileBytesOf(textBytes: number): number {
    const passed = Math.max(0, textBytes - this.#textBytes);
    this.#fileBytes += 2 * this.#rest.subarray(0, passed).toString("utf8").length;
    this.#textBytes += passed;
    this.#rest = this.#rest.subarray(passed);
    return this.#fileBytes;
  }
}
