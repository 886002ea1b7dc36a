import type { Anchor, Span, Window } from "../../../rule.ts";
import { intoFile } from "../commands/piped.ts";
import { quotedCommand } from "../commands/redis.ts";
import { accessList } from "./access-list.ts";
import { formField } from "./form-field.ts";
import { saidToServer } from "./protocols.ts";
import { secureString } from "./secure-string.ts";
import { serialized } from "./serialized.ts";

const ALNUM = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LAST = "dsnyteaDSNYTEA";

/** Where a statement may hold a secret. */
export const statementAnchors = (): Anchor[] => [
  { at: "=", before: "e", beforeThat: "m", thirdBefore: "a", after: '"' },
  { at: ";", before: '"', beforeThat: LAST, after: "s" },
  { at: " ", before: "S", beforeThat: "S", thirdBefore: "A" },
  { at: " ", before: "\"'", beforeThat: "Hh", thirdBefore: "Tt", fourthBefore: "Uu", after: "\"'" },
  { at: " ", before: "\"'", beforeThat: "sS", thirdBefore: "sS", fourthBefore: "aA", after: "\"'" },
  { at: " ", before: "yY", beforeThat: "fF", thirdBefore: "iI" },
  { at: " ", before: "N", beforeThat: "I", thirdBefore: "GA" },
  { at: " ", before: "H", beforeThat: "T", thirdBefore: "U" },
  { at: " ", before: "R", beforeThat: "E", thirdBefore: "P" },
  { at: " ", before: "E", beforeThat: "T", thirdBefore: "A" },
  { at: ">", before: " ", beforeThat: "n", thirdBefore: "o" },
  { at: ">", before: " ", beforeThat: `${ALNUM}"'=`, after: " /.~" },
  { at: " ", before: "g", beforeThat: "n", thirdBefore: "i", after: "\"'-" },
];

/** A secret whose name in the statement is not directly before it. Called at the anchors. */
export function inStatement(window: Window, at: number): Span | undefined {
  switch (window.text[at]) {
    case 0x3d:
      return formField(window, at);
    case 0x3b:
      return serialized(window, at);
    case 0x3e:
      return accessList(window, at) ?? intoFile(window, at);
    default:
      if (window.text[at - 1]! < 0x30) return quotedCommand(window, at);
      return window.text[at - 1] === 0x67 ? secureString(window, at) : saidToServer(window, at);
  }
}
