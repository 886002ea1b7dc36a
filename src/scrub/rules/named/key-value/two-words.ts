import type { KeyName, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { isOpenKey } from "../name/secret-keys.ts";

/** `API key`, `Secret Key`: how prose and headings write `api_key`. */
export function isKeyOfTwoWords({ text, from }: Window, { start, end }: KeyName): boolean {
  if (end - start !== 3 || start - 1 < from || text[start - 1] !== 0x20) return false;
  return TWO_WORDS.test(latin1(text, Math.max(from, start - 16), start));
}

const TWO_WORDS =
  /(?:^|[^A-Za-z-])(?:api|secret|access|private|auth|encryption|signing|master|license|account|pragma) $/i;

/** `public key: …`, `Cache restored from key: …` */
export function isOpenKeyOfTwoWords({ text, from }: Window, { start, end, isQuoted }: KeyName): boolean {
  if (isQuoted || end - start !== 3 || start - 5 < from || text[start - 1] !== 0x20) return false;
  const before = latin1(text, Math.max(from, start - 32), start);
  const kind = KIND.exec(before)?.[1] ?? "";
  return (isOpenKey(kind) && !KEPT.test(kind)) || OF_CACHE.test(before);
}

/** `Primary key: …` and `Host key: …` of Azure, `group key: …` of a wireless network are secrets. */
const KEPT = /^(?:primary|host|group)$/i;
const KIND = new Ending(/(?:^|[^\w-])([a-z]{3,12}) $/i);
const OF_CACHE = new Ending(/\bcache \w{2,10} (?:from|with|for|to) (?:the )?$/i);
