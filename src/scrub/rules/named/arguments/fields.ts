import type { Anchor, Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { wholeString } from "./whole-string.ts";

const QUOTES = "\"'`";

/** The brackets of `fill`, `type` and `send_keys`. */
export const fieldAnchors = (): Anchor[] => [
  { at: "(", before: "l", beforeThat: "l", thirdBefore: "i", fourthBefore: "f", after: QUOTES },
  { at: "(", before: "e", beforeThat: "p", thirdBefore: "y", fourthBefore: "t", after: QUOTES },
  { at: "(", before: "s", beforeThat: "y", thirdBefore: "e", fourthBefore: "kK", after: QUOTES },
];

const CALL = new Ending(/[.>](?:fill|type|send_keys|sendKeys)$/);
/** The selector of a field, whose last word is its name. */
const SELECTOR = "(?<selector>[^\\n]{1,64})";
const IN_CALL = new RegExp(`^\\((["'\`])${SELECTOR.replace("[^\\n]", "[^\\n(){}]")}\\1, ?(?=["'\`])`);
const BEFORE = new Ending(
  new RegExp(`["'\`]${SELECTOR.replace("[^\\n]", "[^\\n\"'`(){}]")}["'\`]\\)\\)?[.>]\\w{4,9}$`),
);
const NAME = /([\w-]{2,48})["'\]) ]*$/;
const MAX_CALL = 120;

/**
 * `page.fill("#password", "…")`, `cy.get("#password").type("…")`, `find_element(By.ID, "password").send_keys("…")`:
 * what a test types into the field of a secret. Called at the bracket.
 */
export function typedIntoField(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  const before = latin1(text, Math.max(from, bracket - MAX_CALL), bracket);
  if (!CALL.test(before)) return undefined;
  const rest = IN_CALL.exec(latin1(text, bracket, Math.min(to, bracket + MAX_CALL)));
  const selector = (rest ?? BEFORE.exec(before))?.groups?.selector;
  const name = selector && NAME.exec(selector)?.[1];
  if (!name || nameStrength(name) !== "strong") return undefined;
  return wholeString(window, bracket + (rest?.[0].length ?? 1), name);
}
