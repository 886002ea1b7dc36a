/**
 * Names of fields in which programs print errors, and of those that hold the message itself. What is in another field, such
 * as `content`, may be what a user of the bot wrote.
 */
const own =
  /err|exc|stack|trace|cause|fail|fatal|crash|panic|reason|reject|throw|^(?:@?message|(?:full|short)_message|msg|@[mx]|event|text|textPayload|log|line|output|body|_?raw)$/i;

/** Whether a text is in a field in which programs print errors. @param path - The names of the fields that lead to it. */
export const isOwnField = (path: readonly string[]): boolean =>
  path.some((name) => own.test(name)) || (path.length === 1 && /^\d+$/.test(path[0]!)); // tslog numbers its arguments

/** A traceback or a stack whose line ends are escaped. */
const escaped = /Traceback \(most recent call last\):\\n|\\n\s*(?:at |File ")/;

/**
 * Whether an error that was printed as a text within one line, as objects are printed, may be in such another field: a user's
 * text can contain what looks like a name, so the names of all fields before it count.
 */
export function isInOtherField(line: string): boolean {
  const end = line.search(escaped);
  return end >= 0 && [...line.slice(0, end).matchAll(quotedField)].some(([, name]) => !isOwnField([name!]));
}

const quotedField = /(?<![\w.@-])([\w.@-]+)["']?\s*[:=]\s*\[?["'`]/g;

/** Texts of a structured line, in the order of its fields. */
export class FieldTexts {
  readonly #own: string[] = [];
  readonly #others: string[] = [];

  add(text: string, path: readonly string[]): void {
    (isOwnField(path) ? this.#own : this.#others).push(text);
  }

  /** For a `LogLine`: those of errors' own fields first. */
  toLog(): { readonly texts?: readonly string[]; readonly ownTexts?: number } {
    if (this.#own.length + this.#others.length === 0) return {};
    return { texts: [...this.#own, ...this.#others], ...(this.#others.length > 0 && { ownTexts: this.#own.length }) };
  }
}
