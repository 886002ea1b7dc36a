import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { nextLineOf, wordBelow } from "./below.ts";

const ALNUM = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The sign or blank after a command that prints what is named after it. */
export const shellAnchors = (): Anchor[] => [
  { at: " ", before: "oO", beforeThat: "hH", thirdBefore: "cC", fourthBefore: "eE", after: "$\"'%" },
  { at: " ", before: "v", beforeThat: "n", thirdBefore: "e", fourthBefore: "t", after: ALNUM },
  { at: " ", before: "t", beforeThat: "a", thirdBefore: "c", fourthBefore: " \n>$#", after: `${ALNUM}./~"'` },
  { at: " ", before: "h", beforeThat: "t", thirdBefore: "u", fourthBefore: "a", after: "t" },
  { at: " ", before: "w", beforeThat: "o", thirdBefore: "h", fourthBefore: "s", after: ALNUM },
  { at: " ", before: "t", beforeThat: "e", thirdBefore: "g", fourthBefore: ":", after: ALNUM },
  { at: ":", before: "v", beforeThat: "n", thirdBefore: "e", fourthBefore: "$", after: ALNUM },
];

/** A longer command is not read. */
const MAX_COMMAND = 112;
const END = "[ \\t]*(?=\\r?\\n)";
/** `$TOKEN`, `"${TOKEN}"`, `%TOKEN%`, `$env:TOKEN`: the variable and nothing else. */
const VARIABLE = new RegExp(`^ ["']?(?:\\$(?:env:)?\\{?|%)(\\w{2,64})[}%]?["']?${END}`, "i");
/** The same after `$env:`. */
const REST_OF_VARIABLE = new RegExp(`^:(\\w{2,64})${END}`);
/** A name, the end of a path, a file of text. */
const ARGUMENT = new RegExp(
  `^ ["']?(?:[\\w.~-]{0,24}[/:]){0,6}([\\w.-]{2,48}?)(?:\\.txt)?["']?(?: (?:-a|--app) [\\w-]{1,32})?${END}`,
);
const SECRETS = /^ ["']?\/(?:var\/)?run\/secrets\//;
/** The commands, as far as they are before the blank. */
const COMMANDS: readonly (readonly [Ending, RegExp])[] = [
  [new Ending(/\b(?:echo|Write-Output)$/i), VARIABLE],
  [new Ending(/\b(?:printenv|cat|gh auth|pass show|gopass show|config:get|env:get)$/), ARGUMENT],
  [new Ending(/\$env$/), REST_OF_VARIABLE],
];
/** A prompt, and what may be before the command itself. */
const PROMPT = new Ending(/[$#%>\xaf] ?(?:[\w./:-]{1,32} ){0,5}[\w:-]{0,24}(?: (?:auth|show))?\$?\w{0,8}$/);

/**
 * `$ echo $TOKEN`, `$ printenv TOKEN`, `$ cat /run/secrets/token`, `$ gh auth token` and the word on the next line.
 * Called at the blank after the command, or the colon of `$env:`.
 */
export function printedByCommand(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const before = latin1(text, Math.max(from, at - 16), at);
  const form = COMMANDS.find(([command]) => command.test(before))?.[1];
  if (form === undefined) return undefined;
  const rest = latin1(text, at, Math.min(to, at + MAX_COMMAND));
  const found = form.exec(rest);
  if (found === null) return undefined;
  const name = SECRETS.test(rest) ? "secret" : found[1]!;
  if (nameStrength(name) !== "strong") return undefined;
  const next = nextLineOf(window, at, at + found[0].length);
  if (next === undefined) return undecided;
  return next.line < 0 || !PROMPT.test(next.before) ? undefined : wordBelow(window, next.line, name, next.before);
}
