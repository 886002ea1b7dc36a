import type { Rule, Window } from "../../rule.ts";
import { alphanumerics, byteClass, digits, hasWord, latin1, letters, skipBack, skipWhile } from "../../text/bytes.ts";
import { isTopLevelDomain } from "./top-level-domains.ts";

const HYPHEN = 0x2d;
const DOT = 0x2e;
const partBytes = byteClass("0-9-");
const domainBytes = byteClass("0-9a-zA-Z.-");
/** Words that hosters and providers write before the address of a machine. */
const PREFIXES = ["ec2", "ip", "vps", "host", "static", "dynamic", "pool", "dsl", "cpe", "client", "customer"];
const QUAD = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:-|$)){4}$/;
const MAX_DOMAIN = 128;

/**
 * IPv4 addresses in host names, with hyphens: `ec2-198-51-100-7.compute-1.amazonaws.com`, `ip-10-0-3-17`,
 * `p198-51-100-7.pool.example.net`, `198-51-100-7.sslip.io`.
 *
 * Misses four numbers with neither a host's word before them nor a domain of at least two parts after them
 * (`app-1-2-3-4.tgz`), other notations (hex, the parts in a domain's labels, one for each), and loopback. Costs a look
 * at the hyphen after one of these words and before a digit, and back over the digits before a dot and a letter.
 */
export const ipv4InName: Rule = {
  name: "ipv4",
  recognises: "IPv4 addresses in names of hosts",
  becomes: "IP_V4",
  example: "ec2-198-51-100-7.compute-1.amazonaws.com",
  priority: 58,
  on: true,
  anchors: () => [
    ...[...new Set(PREFIXES.map((word) => word.slice(-3)))].map((tail) => ({
      at: "-",
      before: tail.at(-1)!,
      beforeThat: tail.at(-2)!,
      ...(tail.length > 2 && { thirdBefore: tail[0]! }),
      after: "0123456789",
    })),
    { at: ".", before: "0123456789", beforeThat: "-0123456789", thirdBefore: "-0123456789", after: LETTERS },
  ],
  match: (window, at) => (window.text[at] === HYPHEN ? behindWord(window, at) : beforeDomain(window, at)),
};

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** `ip-10-0-3-17` */
function behindWord({ text, from, to }: Window, hyphen: number) {
  if (!endsPrefix(text, hyphen, from)) return undefined;
  const start = hyphen + 1;
  const end = skipWhile(text, start, Math.min(to, start + 16), partBytes);
  if (end < to && (letters[text[end]!] === 1 || text[end] === 0x5f)) return undefined;
  return isAddress(text, start, end) ? { start, end } : undefined;
}

/** Whether one of the words ends before `at`, and is not the end of another one. */
function endsPrefix(text: Uint8Array, at: number, from: number): boolean {
  for (const word of PREFIXES) {
    const start = at - word.length;
    if (start >= from && hasWord(text, start, at, word) && alphanumerics[text[start - 1] ?? 0] !== 1) return true;
  }
  return false;
}

/** `198-51-100-7.pool.example.net` */
function beforeDomain({ text, from, to }: Window, dot: number) {
  const near = skipBack(text, dot, Math.max(from, dot - 4), digits);
  if (near === from || text[near - 1] !== HYPHEN) return undefined;
  const run = skipBack(text, near, Math.max(from, dot - 16), partBytes);
  const start = text[run] === HYPHEN ? run + 1 : run;
  if (!isAddress(text, start, dot)) return undefined;
  const domain = dot + 1;
  const end = skipWhile(text, domain, Math.min(to, domain + MAX_DOMAIN), domainBytes);
  const [...labels] = latin1(text, domain, text[end - 1] === DOT ? end - 1 : end).split(".");
  return labels.length > 1 && isTopLevelDomain(labels.at(-1)!) ? { start, end: dot } : undefined;
}

/** Four octets; not loopback, and none of the ranges that reveal nothing. */
function isAddress(text: Uint8Array, start: number, end: number): boolean {
  if (end - start < 7 || end - start > 15) return false;
  const said = latin1(text, start, end);
  const first = Number.parseInt(said, 10);
  return QUAD.test(said) && !said.endsWith("-") && first !== 0 && first !== 127 && first < 240;
}
