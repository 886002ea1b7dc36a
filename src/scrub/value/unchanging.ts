import type { Finding } from "../finding.ts";
import type { Json } from "./json.ts";
import type { Row } from "./rows.ts";

/** What a container became that named no secret. */
export interface Remembered {
  readonly value: Json;
  readonly findings: readonly Finding[];
  /** Where it was in the whole: the places of its findings begin so. */
  readonly pointer: string;
  /** How many values it has. */
  readonly count: number;
}

/** Lists and plain objects that never change, and what one scrubber made of them lately. */
export interface Unchanging {
  has(container: object): boolean;
  /** What a list became that holds nothing but objects without other objects in them. */
  rows(list: readonly object[]): readonly Row[] | undefined;
  recall(container: object): Remembered | undefined;
  remember(container: object, became: Remembered): void;
}

/** The container that one scrubber remembers: the latest. */
export class Memory {
  #latest: { readonly container: object; readonly became: Remembered } | undefined;

  recall(container: object): Remembered | undefined {
    return this.#latest?.container === container ? this.#latest.became : undefined;
  }

  remember(container: object, became: Remembered): void {
    this.#latest = { container, became };
  }
}
