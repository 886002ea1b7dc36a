import type { Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { acceptWord, SECRET_WORD } from "./positional.ts";

const MAX_COMMAND = 200;
const STORES = /\b(?:etcdctl|consul kv)(?: --?[\w=:/.-]{1,64}){0,3} $/;
const PUT = new RegExp(
  `^put(?: --?[\\w=-]{1,32}){0,3} ["']?(?:[\\w.-]*/){0,8}([\\w-]{2,48})["']? (?!-)(${SECRET_WORD})`,
);

/** `etcdctl put /bot/token value`, `consul kv put bot/token value`. Called at the first letter of `put`. */
export function putUnder(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (!STORES.test(latin1Shown(text, Math.max(from, at - 96), at))) return undefined;
  const [command, name, value] = PUT.exec(latin1(text, at, Math.min(to, at + MAX_COMMAND))) ?? [];
  if (command === undefined || nameStrength(name!) !== "strong") return undefined;
  return acceptWord(window, at + command.length - value!.length, at + command.length);
}
