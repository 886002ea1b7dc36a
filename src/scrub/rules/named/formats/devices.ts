import type { Span, Window } from "../../../rule.ts";
import { hasExactly, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { headOf } from "../lines/margin.ts";
import { accept } from "../value/secret-looks.ts";

/** `enable secret 5 …`, `username ada password 0 …` of routers. Called at the blank after the word. */
export function deviceSecret(window: Window, blank: number): Span | undefined {
  const { text, from } = window;
  const found = DEVICE.exec(latin1(text, Math.max(from, blank - 80), blank));
  if (found === null || (found[1] === " " && headOf(window, blank - found[2]!.length) === "text")) return undefined;
  return word(window, blank, LEVEL_AND_WORD);
}

const DEVICE = new Ending(
  /(?:^|[\n>#] ?|( ))((?:enable|username \S{1,32}(?: privilege [0-9]{1,2})?) (?:secret|password))$/,
);
const LEVEL_AND_WORD = /^ (?:(?:level )?[0-9]{1,2} )([^\s"'<>]{4,128})(?=\s*$|\s*[\r\n])/;

/** `snmp-server community … RO`. Called at the hyphen. */
export function community(window: Window, hyphen: number): Span | undefined {
  const { text, to } = window;
  if (!hasExactly(text, hyphen - 4, to, "snmp-server community ")) return undefined;
  return word(window, hyphen + 17, COMMUNITY);
}

const COMMUNITY = /^ ([^\s"'<>]{3,64})(?= R[OW]\b|\s*$|\s*[\r\n])/i;

/** `WIFI:T:WPA;S:name;P:…;;` in codes for cameras. Called at the first colon. */
export function wirelessPassword(window: Window, colon: number): Span | undefined {
  const { text, to } = window;
  if (!hasExactly(text, colon - 4, to, "WIFI:") || text[colon + 2] !== 0x3a) return undefined;
  const found = WIRELESS.exec(latin1(text, colon, Math.min(to, colon + 256)));
  if (found === null) return undefined;
  const end = colon + found[0].length;
  return accept(window, { start: end - found[1]!.length, end, isQuoted: true }, "strong", "password", "certain");
}

const WIRELESS = /^:(?:(?!P:)[A-Z0-9]{1,4}:(?:\\.|[^\\;"\s]| )*;)*P:((?:\\.|[^\\;"\r\n])+)(?=;)/;

/** The word that the pattern finds from the blank on. */
function word(window: Window, blank: number, pattern: RegExp): Span | undefined {
  const { text, to } = window;
  const found = pattern.exec(latin1(text, blank, Math.min(to, blank + 200)));
  if (found === null) return undefined;
  const end = blank + found[0].length;
  return accept(window, { start: end - found[1]!.length, end, isQuoted: true }, "strong", "password", "certain");
}
