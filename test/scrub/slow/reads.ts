import { compileEngine, type Engine } from "../../../src/scrub/engine.ts";
import type { ScrubOptions } from "../../../src/scrub/options.ts";
import { selectRules } from "../../../src/scrub/rules/index.ts";
import { Scan } from "../../../src/scrub/scan.ts";

/** How often the rules read bytes of a text. */
export interface Reads {
  /** For each byte of the text, on average. */
  readonly perByte: number;
  /** The rule with the most reads. */
  readonly worst: string;
}

/**
 * Creates a function that counts how many bytes `match` of all rules reads in a scan of a whole text: the cost of the
 * rules, without a clock. It stops as soon as the limit (reads for each byte) is exceeded.
 */
export function createReadCounter(options: ScrubOptions = {}): (text: Uint8Array, limit?: number) => Reads {
  const engine = compileEngine(selectRules(options));
  const counts = new Map<string, number>();
  let running = "";
  const rules = engine.rules.map((rule) => ({
    ...rule,
    match: (...args: Parameters<typeof rule.match>) => {
      running = rule.name;
      return rule.match(...args);
    },
  }));
  return (text, limit = Number.POSITIVE_INFINITY) => {
    counts.clear();
    let total = 0;
    const read = (bytes: number): void => {
      counts.set(running, (counts.get(running) ?? 0) + bytes);
      total += bytes;
      if (total > limit * text.length) throw new Exceeded();
    };
    const scan = new Scan({ ...engine, rules, finder: uncounted(engine.finder, text) });
    try {
      scan.read(counted(text, read), text.length, 0, true);
      scan.run(text.length);
    } catch (error) {
      if (!(error instanceof Exceeded)) throw error;
    }
    const [worst = ""] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
    return { perByte: total / text.length, worst };
  };
}

class Exceeded extends Error {}

/** The finder is not a rule, so it reads the uncounted text. */
function uncounted(finder: Engine["finder"], text: Uint8Array): Engine["finder"] {
  const own = {
    get candidates() {
      return finder.candidates;
    },
    find: (_: Uint8Array, from: number, to: number, end: number) => finder.find(text, from, to, end),
  };
  return own as Engine["finder"];
}

/** The same bytes, which report how many of them are read. */
export function counted(text: Uint8Array, read: (bytes: number) => void): Uint8Array {
  return new Proxy(text, {
    get(target, key) {
      if (typeof key === "string" && key >= "0" && key <= "9:") {
        read(1);
        return target[Number(key)];
      }
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      if (key !== "subarray" && key !== "latin1Slice")
        return (...args: unknown[]) => {
          read(target.length);
          return value.apply(target, args);
        };
      return (start = 0, end = target.length) => {
        read(end - start);
        return value.call(target, start, end);
      };
    },
  });
}
