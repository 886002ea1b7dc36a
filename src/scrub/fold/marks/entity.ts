import { byteClass, digits, hexValue, latin1, skipWhile } from "../../text/bytes.ts";
import { mark, NO_MARK } from "./mark.ts";
import { hex, written } from "./written.ts";

/** The names of the characters that secrets and addresses contain. */
const NAMES = new Map(
  Object.entries({
    ...{ amp: "&", period: ".", lowbar: "_", hyphen: "-", dash: "-", colon: ":", sol: "/", commat: "@", equals: "=" },
    ...{ num: "#", percnt: "%", plus: "+", ast: "*", dollar: "$", lt: "<", gt: ">", excl: "!", quest: "?", semi: ";" },
    ...{ comma: ",", lpar: "(", rpar: ")", lsqb: "[", rsqb: "]", lbrack: "[", rbrack: "]", lcub: "{", rcub: "}" },
    ...{ verbar: "|", vert: "|", shy: "", zwj: "", zwnj: "", ZeroWidthSpace: "", NoBreak: "" },
  }),
);
const LONGEST_NAME = 14;
const nameBytes = byteClass("0-9a-zA-Z#");

/** `&#46;`, `&#x2e;`, `&period;` */
export function entity(text: Uint8Array, at: number, to: number): number {
  let end = at + 1;
  while (end < to && end <= at + LONGEST_NAME && nameBytes[text[end]!] === 1) end++;
  if (end >= to || text[end] !== 0x3b || end === at + 1) return NO_MARK;
  if (text[at + 1] === 0x23) return written(text, at, end + 1, numbered(text, at + 2, end), to);
  const character = NAMES.get(latin1(text, at + 1, end));
  return character === undefined ? NO_MARK : mark(end + 1 - at, character === "" ? 0 : character.charCodeAt(0));
}

/** The number of a character: up to seven decimal digits, or an `x` and up to six others; otherwise -1. */
function numbered(text: Uint8Array, at: number, end: number): number {
  if ((text[at]! | 32) === 0x78) return end - at > 1 && end - at <= 7 ? hex(text, at + 1, end, end) : -1;
  if (end === at || end - at > 7 || skipWhile(text, at, end, digits) < end) return -1;
  let value = 0;
  for (let i = at; i < end; i++) value = value * 10 + hexValue(text[i]!);
  return value;
}
