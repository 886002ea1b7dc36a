import { VextelError } from "../errors.ts";

/** Where to listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `address:port`, `[address]:port`, or a port of this machine.
 *
 * @throws {VextelError} `USAGE`.
 */
export function parseAddress(text: string): Address {
  const [, bracketed, bare, digits] = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits !== undefined && port <= 65_535) return { host: bracketed ?? bare ?? "127.0.0.1", port };
  throw new VextelError(
    "USAGE",
    "--listen needs an address and a port",
    "Give it as 127.0.0.1:8398, as [::1]:8398, or as a port alone.",
  );
}

/** Whether an address can be reached only from this machine. */
export const isLoopback = (host: string) => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host);
