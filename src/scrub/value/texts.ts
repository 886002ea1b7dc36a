import type { Finding } from "../finding.ts";
import { markBytes } from "../fold/marks/mark.ts";
import { Repeats } from "../repeat/repeats.ts";
import { KeptLook, type Looked, type Strings } from "../strings.ts";
import { LONGEST, recall } from "../text/recall.ts";
import type { ScrubbedText, ScrubText } from "./scrubbed-text.ts";

/** A text with what the rules found in it, unless that is nothing. */
interface Text extends ScrubbedText {
  readonly looked?: KeptLook;
}

/** Nothing is kept of a text that is scrubbed again with its secrets. */
const noFindings: readonly Finding[] = [];
const unfinished = { text: "", findings: noFindings };

/** Scrubs the texts of values; what the rules find in those of a few words is remembered from value to value. */
export class Texts {
  readonly recallShort = recall((text) => this.look(text));
  readonly #repeats = new Repeats();

  constructor(private readonly strings: Strings) {}

  /** A text by itself; empty, with its secrets, if it has any. */
  look(text: string): Text {
    return this.scrubLooked(text, this.strings.look(text));
  }

  /** The same for a text with what the rules found in it. */
  scrubLooked(text: string, looked: Looked): Text {
    if (looked.claims.length === 0) {
      if (looked.groups.length === 0) return { text, findings: noFindings, isPlain: true };
      return { text, findings: noFindings, isPlain: false, looked: new KeptLook(looked) };
    }
    const secrets = this.strings.secretsIn(text, looked);
    const finished = secrets.length > 0 ? unfinished : this.strings.finish(text, looked);
    return { text: finished.text, findings: finished.findings, secrets, looked: new KeptLook(looked) };
  }

  /** What finds these values; it is good until the next call. */
  repeatsOf(secrets: ReadonlySet<string>): Repeats {
    this.#repeats.reset();
    for (const secret of secrets) this.#repeats.learn(secret);
    return this.#repeats;
  }

  /** A text without these values. */
  without(repeats: Repeats, text: string, { text: finished, findings, secrets = [], looked: kept }: Text) {
    const looked = kept?.unpack() ?? nothing;
    const without = this.strings.without(text, looked, repeats);
    if (without !== undefined) return without;
    return secrets.length > 0 ? this.strings.finish(text, looked) : { text: finished, findings };
  }
}

/**
 * The texts of one value: first each is scrubbed by itself, then without the secrets of all. The rules look at each
 * once.
 */
export class TextsOfValue {
  readonly #long = new Map<string, Text>();

  constructor(private readonly texts: Texts) {}

  readonly scrub = (text: string): Text => {
    if (text.length <= LONGEST) return this.texts.recallShort(text);
    const known = this.#long.get(text) ?? this.texts.look(text);
    this.#long.set(text, known);
    return known;
  };

  /**
   * How texts are scrubbed without the secrets of all, and whether one that reads as it is written may hold such a
   * secret.
   *
   * @param secrets - What was found in the texts, or beside them.
   */
  without(secrets: ReadonlySet<string>): { scrub: ScrubText; mayHold: (text: string) => boolean } {
    const repeats = this.texts.repeatsOf(secrets);
    const mayHold = holderOf(secrets);
    const scrub = (text: string) => {
      const known = this.scrub(text);
      return known.isPlain && !mayHold(text) ? known : this.texts.without(repeats, text, known);
    };
    return { scrub, mayHold };
  }
}

const nothing: Looked = { claims: [], groups: [] };

/** A value that was learned is found by more than these units of it. */
const BEGINNING = 8;
/** A text is searched for the beginnings of so many values. */
const FEW = 8;

/**
 * Whether a text that reads as it is written may hold one of these values, by a few cheap searches; values with marks
 * may be written otherwise.
 */
function holderOf(secrets: ReadonlySet<string>): (text: string) => boolean {
  const all = [...secrets];
  if (all.length > FEW || all.some((secret) => Buffer.from(secret).some((byte) => markBytes[byte] === 1)))
    return () => true;
  const beginnings = all.map((secret) => secret.slice(0, BEGINNING));
  return (text) => beginnings.some((begin) => text.includes(begin));
}
