import type { Rule, Span, Window } from "../../rule.ts";
import { alphanumerics, byteClass, hasWord, hexDigits, latin1, skipBack, skipWhile } from "../../text/bytes.ts";
import { isIpv6 } from "./ip-address.ts";
import { isWanted, wanted } from "./ipv6-extent.ts";

const nibbleBytes = byteClass("0-9a-fA-F.");
/** 32 digits with a dot after each. */
const LONGEST = 64;
/** A shorter name is that of a network of a provider. */
const SHORTEST = 24;

/**
 * IPv6 addresses in names of the reverse lookup: the digits before `.ip6.arpa`. The four parts before `.in-addr.arpa`
 * are an address of IPv4 to its own rule. Also those with hyphens before `.sslip.io`.
 *
 * Misses names of fewer than twelve digits, which are those of networks. Costs a look at the bytes around `ip6.` and
 * before `slip.`.
 */
export const ipv6InName: Rule = {
  name: "ipv6",
  recognises: "IPv6 addresses in names of the reverse lookup",
  becomes: "IP_V6",
  example: "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
  priority: 60,
  on: true,
  anchors: () => [
    { at: ".", before: "6", beforeThat: "p", thirdBefore: "i", after: "a" },
    { at: ".", before: "p", beforeThat: "i", thirdBefore: "l", after: "i" },
  ],
  match(window, at) {
    const { text, from, to } = window;
    if (text[at - 1] === 0x70) return withHyphens(window, at - 6);
    const end = at - 4;
    if (end <= from || text[end] !== 0x2e || !hasWord(text, at, to, ".arpa")) return undefined;
    const start = skipBack(text, end, Math.max(from, end - LONGEST), nibbleBytes);
    if (end - start < SHORTEST || (start > from && alphanumerics[text[start - 1]!] === 1)) return undefined;
    for (let i = start + 1; i < end; i += 2) if (text[i] !== 0x2e) return undefined;
    return { start, end };
  },
};

/** `2001-db8--1.sslip.io`. Called at the dot before the domain. */
function withHyphens({ text, from, to }: Window, dot: number): Span | undefined {
  if (dot <= from || !hasWord(text, dot, to, ".sslip.io")) return undefined;
  const run = skipBack(text, dot, Math.max(from, dot - LONGEST), hyphenated);
  const start = text[run] === HYPHEN ? run + 1 : run;
  if (start === run && run > from && alphanumerics[text[run - 1]!] === 1) return undefined;
  const address = latin1(text, start, dot).replaceAll("-", ":");
  const isInRange = isWanted(text, start, skipWhile(text, start, dot, hexDigits));
  return isInRange && isIpv6(address) ? wanted(address, start, dot) : undefined;
}

const hyphenated = byteClass("0-9a-fA-F-");
const HYPHEN = 0x2d;
