import type { Finding } from "../finding.ts";
import { Recent } from "../text/recent.ts";
import type { Json } from "./json.ts";

/** What a container became that named no secret. */
export interface Remembered {
  readonly value: Json;
  readonly findings: readonly Finding[];
  /** Where it was in the whole: the places of its findings begin so. */
  readonly pointer: string;
  /** How many values it has. */
  readonly count: number;
  /** Whether nothing was found in its texts, and they read as they are written. */
  readonly isPlain?: true;
}

/** Lists and plain objects that never change, and what one scrubber made of them lately. */
export interface Unchanging {
  has(container: object): boolean;
  recall(container: object): Remembered | undefined;
  remember(container: object, became: Remembered): void;
}

/** Containers of up to so many values are remembered together; of larger ones only the latest. */
const fewValues = 16;

/** The containers that one scrubber remembers. */
export class Memory {
  readonly #small = new Recent<object, Remembered>(64);
  #large: { readonly container: object; readonly became: Remembered } | undefined;

  /**
   * What is known where other texts may be private.
   *
   * @param mayHold - Whether a text may hold one of them.
   */
  without(containers: ReadonlySet<object>, mayHold: (text: string) => boolean): Unchanging {
    const isSame = ({ isPlain, value }: Remembered): boolean => {
      if (!isPlain) return false;
      for (const [name, part] of Object.entries(value as object))
        if (mayHold(name) || (typeof part === "string" && mayHold(part))) return false;
      return true;
    };
    return {
      has: (container) => containers.has(container),
      recall: (container) => {
        const became = this.#small.get(container);
        return became && isSame(became) ? became : undefined;
      },
      remember: () => {},
    };
  }

  /** @param containers - Those of one value that never change. */
  of(containers: ReadonlySet<object>): Unchanging {
    return {
      has: (container) => containers.has(container),
      recall: (container) => (this.#large?.container === container ? this.#large.became : this.#small.get(container)),
      remember: (container, became) => {
        if (became.count > fewValues) this.#large = { container, became };
        else this.#small.set(container, became);
      },
    };
  }
}
