/** Words in the names of fields in which programs print errors. */
const errorWord =
  /^(?:err(?:s|no|msg)?|error\w*|exc|exc(?:eption|info|text)\w*|stack\w*|trace(?!r)\w*|backtrace|cause[sd]?|fail\w*|fatal|crash\w*|panic\w*|reject\w*|thrown?|stderr)$|(?:error|exception|stack|stacktrace|traceback)s?$/;

/** Names of objects in which loggers and programs put the fields of an error; what is in others may be a user's. */
const around =
  /^(?:\d+|@?fields|record|log|context|contexts|ctx|_meta|meta|metadata|attributes|jsonPayload|extra|data|details?|info|properties|props|labels|reason|nested|original|inner|aggregate)$/i;

/**
 * Lists of all that a logger was called with. What a bot logs under such a name may be what a user gave to a command.
 */
const called = /^(?:args|argumentsArray)$/;

/** Fields of an error in such a list. */
const ofError = /^(?:stack|cause|errors|nativeError)$/;

/** Names of fields that hold the message of a line where no other field does. */
const messageName = /^(?:@?message|msg|event|log|line|output|body|_?raw|@m|textPayload|short_message)$/i;

const wordsOf = (name: string) => name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());

const isErrorName = (name: string) => wordsOf(name).some((word) => errorWord.test(word)) || name === "@x";

/** The name of a field that a list is in is that of its members. */
const isIndex = (name: string) => /^\d+$/.test(name);

/**
 * Whether a text is in a field in which programs print errors, such as `err.stack`. What is in another one, such as
 * `content`, `reason` or `err.requestBody.json`, may be what a user of the bot wrote.
 *
 * @param path - The names of the fields that lead to it.
 */
export function isErrorField(path: readonly string[]): boolean {
  const names = path.filter((name, at) => (at === 0 || !isIndex(name)) && !isErrorCalled(path, at));
  const [leaf, parents] = [names.at(-1) ?? "", names.slice(0, -1)];
  if (!parents.every((name) => isErrorName(name) || around.test(name))) return false;
  return isErrorName(leaf) || (messageName.test(leaf) && parents.some(isErrorName));
}

/** Whether a name is that of such a list, and the path leads to an error in it. */
const isErrorCalled = (path: readonly string[], at: number) =>
  called.test(path[at]!) && isIndex(path[at + 1] ?? "") && ofError.test(path[at + 2] ?? "");

/** Whether a field holds the message of a line, or an error: alone, where nothing is known of the other fields. */
export const isOwnName = (name: string): boolean => isErrorName(name) || messageName.test(name);

/** A traceback or a stack whose line ends are escaped. */
const escaped = /Traceback \(most recent call last\):\\n|\\n\s*(?:at |File ")/;

/**
 * Whether an error that was printed as a text within one line, as objects are printed, may be in such another field: a
 * user's text can contain what looks like a name, so the names of all fields before it count.
 */
export function isInOtherField(line: string): boolean {
  const end = line.search(escaped);
  if (end < 0) return false;
  const before = line.slice(0, end);
  const names = [...before.matchAll(quotedField)].map(([, name]) => name!);
  return names.length > 0 ? !names.every(isOwnName) : quotedAlone.test(before);
}

const quotedField = /(?<![\w.@-])([\w.@-]+)["']?\s*[:=]\s*\[?["'`]/g;

/** A quote that opens at the beginning of a line or of a list. */
const quotedAlone = /(?:^|[[{(]) *["'`]/;

/** Texts of a structured line, in the order of its fields. */
export class FieldTexts {
  readonly #own: string[] = [];
  readonly #others: string[] = [];

  /** @param isOwn - Whether programs print errors in the field that it is from. */
  add(text: string, isOwn: boolean): void {
    (isOwn ? this.#own : this.#others).push(text);
  }

  /** For a `LogLine`: those of errors' own fields first. */
  toLog(): { readonly texts?: readonly string[]; readonly ownTexts?: number } {
    if (this.#own.length + this.#others.length === 0) return {};
    return { texts: [...this.#own, ...this.#others], ...(this.#others.length > 0 && { ownTexts: this.#own.length }) };
  }
}
