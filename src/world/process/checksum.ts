import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** What is used of it; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { checksum(length: number): bigint } };
};
const pageBytes = 65_536;

/** checksum.wat as WebAssembly, in base64: node:crypto takes several times as long to load. */
export const checksumBytes =
  "AGFzbQEAAAABBgFgAX8BfgIMAQAGbWVtb3J5AgABAwIBAAcMAQhjaGVja3N1bQAACjkBNwIBfwF+IACtIQIDQCACIAEpAwCFQpX4qfqXt96bnn9+Qh2JIQIgAUEIaiEBIAEgAEkNAAsgAgs=";

export interface Checked {
  readonly bytes: Uint8Array;
  /** Of 64 bits, in hexadecimal digits. It shows damage; somebody who wants to can find other bytes that have it. */
  readonly checksum: string;
}

/** @throws What reading a file throws; a ReferenceError where there is no WebAssembly. */
export function readChecked(path: string): Checked {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((size + 1) / pageBytes) });
    const bytes = new Uint8Array(memory.buffer, 0, size);
    for (let at = 0, count = 1; count > 0 && at < size; at += count) count = readSync(file, bytes, at, size - at, null);
    const module = new WebAssembly.Module(Buffer.from(checksumBytes, "base64"));
    const { exports } = new WebAssembly.Instance(module, { "": { memory } });
    return { bytes, checksum: BigInt.asUintN(64, exports.checksum(size)).toString(16) };
  } finally {
    closeSync(file);
  }
}
