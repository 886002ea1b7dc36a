import {
  alphanumerics,
  type ByteClass,
  base64url,
  byteClass,
  digits,
  hasExactly,
  hexDigits,
  letters,
  skipBack,
  skipWhile,
} from "../bytes.ts";
import { isWordStart, separatorAt } from "../edges.ts";
import { type Anchor, openAt, type Rule, type Span, type Window } from "../rule.ts";
import { type VendorFormat, vendorFormats } from "./vendor-formats.ts";
import { schemeStart } from "./webhook.ts";

interface Compiled extends VendorFormat {
  readonly members: ByteClass;
  /** Which byte of the prefix is the anchor. */
  readonly anchorAt: number;
}

/** The rarest byte of a prefix is its anchor: rare in text, so that little else is looked at. */
const RARE_FIRST = "_ZJKXQWVG8.NEATRMLPIDHOUBFCSYzxqjkvwy0123456789-:gbfpmchdulriosnate";

const compiled: readonly Compiled[] = vendorFormats.map((format) => {
  const [rarest] = [...format.prefix].sort((a, b) => RARE_FIRST.indexOf(a) - RARE_FIRST.indexOf(b));
  return { ...format, members: byteClass(format.alphabet), anchorAt: format.prefix.lastIndexOf(rarest!) };
});

const byAnchor: readonly (readonly Compiled[])[] = Array.from({ length: 256 }, (_, byte) =>
  compiled.filter((format) => format.prefix.charCodeAt(format.anchorAt) === byte),
);

const anchorOf = ({ prefix, anchorAt, members }: Compiled): Anchor => ({
  at: prefix[anchorAt]!,
  ...(anchorAt > 0 && { before: prefix[anchorAt - 1]! }),
  after: prefix[anchorAt + 1] ?? membersText(members),
});

function membersText(members: ByteClass): string {
  return Array.from(members, (isMember, byte) => (isMember === 1 ? String.fromCharCode(byte) : "")).join("");
}

/**
 * Secrets whose vendor gave them a form of their own: a fixed prefix, an alphabet, a length; also the few without a
 * prefix that are as plain (Telegram's bots, Slack's incoming webhooks, Mailchimp's keys, Azure's client secrets).
 *
 * Misses the bare prefix (`glpat- prefix`, `hf_hub_download`), publishable keys, and words that begin alike.
 */
export const vendorSecret: Rule = {
  name: "api-secret",
  recognises: "keys and tokens of about 80 vendors, by their form",
  becomes: "API-SECRET",
  example: "ghp_0nceUponATimeThereWasATokenThat9One1",
  priority: 80,
  on: true,
  anchors: [
    ...compiled.map(anchorOf),
    { at: ":", before: "0123456789", after: "A" },
    { at: "k", before: "c", after: "." },
    { at: "-", before: "0123456789abcdef", after: "u" },
    { at: "~", before: "Q" },
  ],
  match: (window, at) => prefixed(window, at) ?? unprefixed(window, at),
};

function prefixed({ text, from, to }: Window, at: number): Span | undefined {
  for (const format of byAnchor[text[at]!]!) {
    const start = at - format.anchorAt;
    const rest = start + format.prefix.length;
    if (start < from || !hasExactly(text, start, to, format.prefix)) continue;
    const end = trimmedEnd(text, rest, skipWhile(text, rest, to, format.members));
    if (end - rest < format.min || end - rest > (format.max ?? Number.POSITIVE_INFINITY)) continue;
    if (format.max !== undefined && end < to && alphanumerics[text[end]!] === 1) continue;
    if (format.needsDigit && skipUntilDigit(text, rest, end) === end) continue;
    if (isWordStart(text, start, from, to)) return { start, end, ...openAt(end, to, format.members) };
  }
  return undefined;
}

/** A dot or a hyphen at the end belongs to the sentence. */
function trimmedEnd(text: Uint8Array, start: number, end: number): number {
  let i = end;
  while (i > start && (text[i - 1] === 0x2e || text[i - 1] === 0x25)) i--;
  return i;
}

function skipUntilDigit(text: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && digits[text[i]!] !== 1) i++;
  return i;
}

function unprefixed(window: Window, at: number): Span | undefined {
  const byte = window.text[at];
  if (byte === 0x3a) return telegram(window, at);
  if (byte === 0x6b) return slackWebhook(window, at);
  if (byte === 0x2d) return mailchimp(window, at);
  return byte === 0x7e ? azure(window, at) : undefined;
}

/** `123456789:AA` and 33 more. */
function telegram({ text, from, to }: Window, colon: number): Span | undefined {
  const start = skipBack(text, colon, Math.max(from, colon - 11), digits);
  const end = skipWhile(text, colon + 1, Math.min(to, colon + 48), base64url);
  const isLong = end - colon - 1 >= 33 && end - colon - 1 <= 37;
  return isLong && colon - start >= 8 && colon - start <= 10 && isWordStart(text, start, from, to)
    ? { start, end }
    : undefined;
}

/** `https://hooks.slack.com/services/T…/B…/…` */
function slackWebhook({ text, from, to }: Window, at: number): Span | undefined {
  const host = at - 10;
  if (host < from || !hasExactly(text, host, to, "hooks.slack.com")) return undefined;
  let end = host + 15;
  for (let part = 0; part < 5; part++) {
    const slash = separatorAt(text, end, to);
    const next = skipWhile(text, end + slash, to, base64url);
    if (slash === 0 || next === end + slash) break;
    end = next;
  }
  return end - host >= 40
    ? { start: schemeStart(text, host, from, to), end, ...openAt(end, to, base64url) }
    : undefined;
}

/** 32 hex digits and the data centre: `…-us21`. */
function mailchimp({ text, from, to }: Window, hyphen: number): Span | undefined {
  const start = hyphen - 32;
  if (start < from || text[hyphen + 2] !== 0x73 || skipBack(text, hyphen, start, hexDigits) !== start) return undefined;
  const end = skipWhile(text, hyphen + 3, Math.min(to, hyphen + 5), digits);
  return end > hyphen + 3 && isWordStart(text, start, from, to) ? { start, end } : undefined;
}

const azureBytes = byteClass("0-9a-zA-Z_.~-");

/** Three characters, `8Q~`, and 34 more. */
function azure({ text, from, to }: Window, tilde: number): Span | undefined {
  const start = tilde - 5;
  if (start < from || text[tilde - 2] !== 0x38) return undefined;
  const end = skipWhile(text, tilde + 1, Math.min(to, tilde + 40), azureBytes);
  return end - tilde - 1 >= 31 && letters[text[tilde - 1]!] === 1 && isWordStart(text, start, from, to)
    ? { start, end }
    : undefined;
}
