import { type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1 } from "../../../text/bytes.ts";
import type { KeyStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";
import { behindMargin, marginOf } from "./margin.ts";
import { lineEnd } from "./next-line.ts";

/** What such a string may begin with: `@"`, `<<EOT`, `$(cat <<EOT`, and a backtick. */
const openers = byteClass("@<$`");
const OPENED =
  /^(?:@(?<mark>["'])|(?:\$\(cat )?<<[<~-]? ?(?<quote>["']?)(?<word>[A-Za-z_]\w{0,31})\k<quote>|(?<tick>`))[ \t]{0,4}\r?\n/;
const LONE_WORD = /^([ \t]{0,64})([^\s"'`\\]+)[ \t]{0,16}\r?$/;

/**
 * The value alone on the line after `@"` of PowerShell, `<<EOT` of shells, PHP, Ruby and Terraform, or a backtick of
 * JavaScript, and on the line after it what ends such a string. Called where the value would begin.
 */
export function inHereDocument(window: Window, key: KeyName, strength: KeyStrength, at: number): Span | undefined {
  const { text, to } = window;
  if (openers[text[at] ?? 0] !== 1 || !mayOpen(text, at)) return undefined;
  const opened = OPENED.exec(latin1(text, at, Math.min(to, at + 64)));
  if (opened === null) return undefined;
  const first = at + opened[0].length;
  const end = lineEnd(window, first);
  const next = end === undefined ? undefined : lineEnd(window, end + 1);
  if (end === undefined || next === undefined) return undecided;
  const margin = marginOf(window, key.start, first);
  const line = behindMargin(window, margin, first);
  const [, indent, word] = LONE_WORD.exec(latin1(text, line, end)) ?? [];
  if (word === undefined) return undefined;
  const { mark, word: name, tick } = opened.groups!;
  const closing = latin1(text, behindMargin(window, margin, end + 1), Math.min(next, end + 128)).trimStart();
  if (!closing.startsWith(name ?? tick ?? `${mark}@`)) return undefined;
  const start = line + indent!.length;
  return accept(window, { start, end: start + word.length, isQuoted: true }, strength, key.name, "certain");
}

/** A quick check of the byte after the first one. */
function mayOpen(text: Uint8Array, at: number): boolean {
  const next = text[at + 1] ?? 0;
  switch (text[at]) {
    case 0x40:
      return next === 0x22 || next === 0x27;
    case 0x3c:
      return next === 0x3c;
    case 0x24:
      return next === 0x28;
    default:
      return next <= 0x20;
  }
}
