import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { nextLineOf, stringBelow, wordBelow } from "./below.ts";

/** The last sign of a prompt, or the bracket in it. */
export const replAnchors = (): Anchor[] => [
  { at: ">", before: ">", beforeThat: ">", after: " " },
  { at: ">", before: "\n", after: " " },
  { at: ">", before: ")", beforeThat: "0123456789", after: " " },
  { at: ">", before: "ai", beforeThat: "ic", thirdBefore: "lh", after: " " },
  { at: ">", before: " ", beforeThat: "p", thirdBefore: "h", after: " " },
  { at: ">)", before: "b", beforeThat: "d", thirdBefore: "pP", after: " " },
  { at: "(", before: "by", beforeThat: "r", thirdBefore: "ip" },
  { at: "[", before: " ", beforeThat: "n", thirdBefore: "I" },
];

/** A longer expression is not read. */
const MAX_EXPRESSION = 176;
/** The rest of a prompt, and the expression after it. */
const EXPRESSION =
  /^(?:\[[0-9]{1,5}\]:|\([\w:]{1,32}\)(?::[0-9]{1,5}){0,2}[>*]|[>)]) (?:(?<verb>puts|pp?|await|print|echo) )?(?<said>(?<call>print\(|console\.log\()?[\w.$@[\]()"'-]{2,120});?[ \t]*(?=\r?\n)/;
/** The bytes of an expression, with the blanks around it. */
const expressionBytes = byteClass("0-9a-zA-Z_.$@[]()\"'; \t-");
const NAME = /([\w.-]{2,64})["'\])]*$/;
/** What may be before that part of a prompt. */
const PYTHON_OR_NODE = /^[ \t]{0,8}(?:>>)?$/;
const DEBUGGER = /^[ \t]{0,8}\(?i?[pP]db$/;
const CONSOLE = /^[ \t]{0,8}(?:\[[0-9]{1,5}\] )?(?:irb|pry)$/;
const ELIXIR = /^[ \t]{0,8}iex\([0-9]{1,5}\)$/;
const JULIA_OR_HASKELL = /^[ \t]{0,8}(?:julia|ghci)$/;
const PHP = /^[ \t]{0,8}php $/;
const NOTEBOOK = /^[ \t]{0,8}In $/;

/**
 * `>>> os.environ["TOKEN"]` and on the next line `'…'`; the same for IPython, Node, irb, R, iex,
 * Julia, GHCi, PHP and debuggers; with
 * `print(token)` or `puts token` without quotes. Called at the last sign of the prompt or its bracket.
 */
export function evaluated(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const isSign = text[at] === 0x3e || text[at] === 0x29;
  const limit = Math.min(to, at + MAX_EXPRESSION);
  const end = isSign ? endOfLine(text, at + 1, limit) : limit;
  if (end < 0) return undefined;
  const found = EXPRESSION.exec(latin1(text, at, end));
  if (found === null) return undefined;
  const { verb, said = "", call } = found.groups!;
  const name = NAME.exec(said)?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const next = nextLineOf(window, at, at + found[0].length);
  if (next === undefined) return undecided;
  const { line, before } = next;
  if (line < 0 || isAboutIt(said) || !promptOf(text[at]!, text[at - 1]).test(before)) return undefined;
  const isPrinted =
    call === undefined
      ? verb === "puts" || verb === "print" || verb === "echo"
      : !said.slice(call.length).includes("(");
  return isPrinted ? wordBelow(window, line, name, before) : stringBelow(window, line, name);
}

/** `names(config)` of R, whose result is about it; `Sys.getenv("TOKEN")` returns it. */
const isAboutIt = (said: string): boolean => /^[a-z.]+\([\w.$@]+\)$/i.test(said) && !said.startsWith("print(");

function promptOf(sign: number, before: number | undefined): RegExp {
  if (before === 0x29) return ELIXIR;
  if (before === 0x61 || before === 0x69) return JULIA_OR_HASKELL;
  if (before === 0x20 && sign === 0x3e) return PHP;
  if (sign === 0x5b) return NOTEBOOK;
  if (sign === 0x28) return CONSOLE;
  return before === 0x62 ? DEBUGGER : PYTHON_OR_NODE;
}

/** Behind the end of the line if only an expression may be before it; otherwise -1. */
function endOfLine(text: Uint8Array, start: number, to: number): number {
  const end = skipWhile(text, start, to, expressionBytes);
  return end < to && (text[end] === 0x0a || text[end] === 0x0d) ? Math.min(to, end + 2) : -1;
}
