import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { isWordFor } from "../value/label.ts";
import { accept } from "../value/secret-looks.ts";

const blank = byteClass(" \t");
const nameBytes = byteClass("0-9a-zA-Z_.:-");
const QUOTE = 0x22;

/**
 * `Password    REG_SZ    value` and `reg add … /v Password /t REG_SZ /d value`, as Windows prints and sets a value of
 * the registry. Called at the underscore.
 */
export function registryValue(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const before = latin1(text, Math.max(from, at - 96), at - 3);
  const [, option, shown] = REGISTRY_NAME.exec(before) ?? [];
  const name = option ?? shown;
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const type = (option === undefined ? SHOWN : GIVEN).exec(latin1(text, at, Math.min(to, at + 32)))?.[0];
  if (type === undefined) return undefined;
  return accept(window, valueAt(window, at + type.length, "environment"), "strong", name, "certain");
}

const REGISTRY_NAME = new Ending(/(?:\/v "?([\w.-]{2,64})"? \/t |(?:^|\n) {2,8}([\w.-]{2,64}) {2,8})$/);
const SHOWN = /^_SZ {2,8}/;
const GIVEN = /^_SZ \/d /;

/**
 * `"Password"    "value"` alone on its line, as Valve's programs keep settings, and `user-secrets set "Discord:Token"
 * "value"`. Called at the blank between.
 */
export function stringBehind(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const start = skipBack(text, at - 1, Math.max(from, at - 65), nameBytes);
  if (start - 1 < from || text[start - 1] !== QUOTE) return undefined;
  const name = latin1(text, start, at - 1);
  if (nameStrength(name) !== "strong" || !BEFORE.test(latin1(text, Math.max(from, start - 32), start - 1)))
    return undefined;
  const value = valueAt(window, skipWhile(text, at, Math.min(to, at + 64), blank), "text");
  if (!value.isQuoted || value.end >= to || text[value.end] !== QUOTE) return undefined;
  if (!/^[ \t;)]*(?:[\r\n]|$)/.test(latin1(text, value.end + 1, Math.min(to, value.end + 8)))) return undefined;
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  const isOther = /\s/.test(said) || isWordFor(window, value, name) || keyStrength(said) !== "none";
  return isOther ? undefined : accept(window, value, "strong", name, "certain");
}

const BEFORE = new Ending(/(?:^|\n)[ \t]{0,30}$|\buser-secrets set $|\(setenv $/);
