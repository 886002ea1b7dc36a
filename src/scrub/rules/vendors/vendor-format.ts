/** The form of a vendor's secret: a fixed beginning, then a number of bytes of an alphabet. */
export interface VendorFormat {
  readonly vendor: string;
  readonly prefix: string;
  /** The alphabet of the rest, as in a regular expression. */
  readonly alphabet: string;
  readonly min: number;
  /** Undefined: as long as the alphabet continues. */
  readonly max: number | undefined;
  /** Whether the rest must look random, since ordinary words begin with the prefix as well. */
  readonly isWordy: boolean;
}

export const ALNUM = "0-9a-zA-Z";
export const WORD = "0-9a-zA-Z_-";
export const HEX = "0-9a-f";
export const BASE64 = "0-9a-zA-Z+/=";

/** The formats of a vendor's secrets that differ in their prefixes alone, which are separated by blanks. */
export const of = (vendor: string, prefixes: string, alphabet: string, min: number, max?: number): VendorFormat[] =>
  prefixes.split(" ").map((prefix) => ({ vendor, prefix, alphabet, min, max, isWordy: false }));

/** The same formats, where the rest must look random. */
export const wordy = (formats: VendorFormat[]): VendorFormat[] =>
  formats.map((format) => ({ ...format, isWordy: true }));
