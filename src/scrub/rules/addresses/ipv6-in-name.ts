import type { Rule } from "../../rule.ts";
import { alphanumerics, byteClass, hasWord, skipBack } from "../../text/bytes.ts";

const nibbleBytes = byteClass("0-9a-fA-F.");
/** 32 digits with a dot after each. */
const LONGEST = 64;
/** A shorter name is that of a network of a provider. */
const SHORTEST = 24;

/**
 * IPv6 addresses in names of the reverse lookup: the digits before `.ip6.arpa`. The four parts before `.in-addr.arpa`
 * are an address of IPv4 to its own rule.
 *
 * Misses names of fewer than twelve digits, which are those of networks. Costs a look at the bytes around `ip6.`.
 */
export const ipv6InName: Rule = {
  name: "ipv6",
  recognises: "IPv6 addresses in names of the reverse lookup",
  becomes: "IP_V6",
  example: "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
  priority: 60,
  on: true,
  anchors: () => [{ at: ".", before: "6", beforeThat: "p", thirdBefore: "i", after: "a" }],
  match({ text, from, to }, at) {
    const end = at - 4;
    if (end <= from || text[end] !== 0x2e || !hasWord(text, at, to, ".arpa")) return undefined;
    const start = skipBack(text, end, Math.max(from, end - LONGEST), nibbleBytes);
    if (end - start < SHORTEST || (start > from && alphanumerics[text[start - 1]!] === 1)) return undefined;
    for (let i = start + 1; i < end; i += 2) if (text[i] !== 0x2e) return undefined;
    return { start, end };
  },
};
