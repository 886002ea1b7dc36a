import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import {
  alphanumerics,
  base64,
  base64url,
  byteClass,
  digits,
  hasExactly,
  hexDigits,
  latin1,
  membersOf,
  skipBack,
  skipWhile,
} from "../../text/bytes.ts";
import { escapeEnd, isWordStart, separatorAt } from "../../text/edges.ts";
import { Ending } from "../../text/ending.ts";
import { schemeStart } from "../discord/webhook.ts";
import { derKey } from "./der-key.ts";

/**
 * Secrets of vendors without a prefix, but with a form that is as distinct: Telegram's bots (also in its URLs), Slack's
 * incoming webhooks, Azure's client secrets, Terraform, Airtable, Mailchimp, RapidAPI, MaxMind, keys of Azure, bearers
 * of Twitter, cookies of Roblox, sessions of Salesforce, keys of Authress, license keys of New Relic, and private keys
 * in base64.
 *
 * Misses times (`12:30`), UUIDs alone, and base64 of other things than keys. Costs a look at a few bytes each.
 */
export const vendorShape: Rule = {
  name: "api-secret",
  recognises:
    "vendors' secrets with a known part in the middle: Telegram, Slack webhooks, Azure, Terraform, Airtable, RapidAPI",
  becomes: "API-SECRET",
  example: "123456789:AAonce-Upon-a-time-there-was-a-bot01",
  priority: 80,
  on: true,
  anchors: () => [
    { at: ":", before: "0123456789", after: "A" },
    { at: "L", before: "A", beforeThat: "R", thirdBefore: "N" },
    { at: "A", before: "M", beforeThat: "R", thirdBefore: "N", fourthBefore: "-" },
    { at: "A", before: "B", beforeThat: "I", thirdBefore: "AQgw", after: "AD" },
    { at: "E", before: "Q", beforeThat: "A", thirdBefore: "C", after: "E" },
    { at: "A", before: "E", beforeThat: "j", thirdBefore: "d" },
    { at: ".", before: "k", after: "c" },
    { at: "Q", before: "0123456789", after: "~" },
    { at: "v", before: "s", beforeThat: "a", after: "1" },
    { at: "t", before: "a", beforeThat: "p", after: membersOf(alphanumerics) },
    { at: "u", before: "-", beforeThat: "0123456789abcdef", after: "s" },
    { at: "s", before: "m", beforeThat: "0123456789abcdef", after: "h" },
    { at: "|", before: ".", after: "_" },
    { at: "%", before: membersOf(alphanumerics), after: "3" },
    { at: "t", before: "S", beforeThat: "A", thirdBefore: "+" },
    { at: "O", before: "D", beforeThat: "Z", thirdBefore: "A" },
    { at: "9", before: "J", beforeThat: "Q", thirdBefore: "Q" },
    { at: "m", before: "_", beforeThat: membersOf(alphanumerics), after: "m" },
    { at: "T", before: "J", beforeThat: "d", thirdBefore: "U", after: "i" },
    { at: "_-", before: "c", beforeThat: "c", thirdBefore: "a", fourthBefore: "." },
    {
      at: "!",
      before: membersOf(alphanumerics),
      beforeThat: membersOf(alphanumerics),
      after: membersOf(alphanumerics),
    },
  ],
  match(window, at) {
    switch (window.text[at]) {
      case 0x3a:
        return telegram(window, at);
      case 0x5f:
      case 0x2d:
        return authress(window, at);
      case 0x21:
        return salesforce(window, at);
      case 0x73:
        return rapidApi(window, at);
      case 0x7c:
        return roblox(window, at);
      case 0x25:
        return twitter(window, at);
      case 0x54:
        return encodedKey(window, at);
      case 0x4c:
        return newRelic(window, at);
      case 0x41:
        return window.text[at - 1] === 0x4d ? newRelic(window, at) : derKey(window, at);
      case 0x45:
        return derKey(window, at);
      case 0x2e:
        return slackWebhook(window, at);
      case 0x76:
        return terraform(window, at);
      case 0x74:
        return window.text[at - 1] === 0x53 ? azureKey(window, at) : airtable(window, at);
      case 0x4f:
      case 0x39:
        return azureKey(window, at);
      case 0x6d:
        return maxMind(window, at);
      case 0x75:
        return mailchimp(window, at);
      default:
        return azure(window, at);
    }
  },
};

/** `123456789:AA` and 33 more. */
function telegram({ text, from, to }: Window, colon: number): Span | undefined {
  const run = skipBack(text, colon, Math.max(from, colon - 16), digits);
  const start = Math.max(run, escapeEnd(text, run, from, to));
  const end = skipWhile(text, colon + 1, Math.min(to, colon + 48), base64url);
  const isLong = end - colon - 1 >= 33 && end - colon - 1 <= 37;
  if (!isLong || colon - start < 8 || colon - start > 10) return undefined;
  const isInUrl = start - 4 >= from && hasExactly(text, start - 4, to, "/bot");
  return isInUrl || isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** 36 letters and digits and `NRAL`; 40 to 42, a hyphen, and `NRMA`. */
function newRelic({ text, from, to }: Window, at: number): Span | undefined {
  const end = at + 1;
  const mark = text[at] === 0x4c ? end - 4 : end - 5;
  const start = skipBack(text, mark, Math.max(from, mark - 44), alphanumerics);
  const length = mark - start;
  if (text[at] === 0x4c ? length !== 36 : length < 40 || length > 42) return undefined;
  if (!/^(?=(?:.*[0-9]){4})(?=.*[a-f])/.test(latin1(text, start, mark))) return undefined;
  return (end === to || alphanumerics[text[end]!] !== 1) && isWordStart(text, start, from, to)
    ? { start, end }
    : undefined;
}

/** `https://hooks.slack.com/services/T…/B…/…` */
function slackWebhook(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const host = at - 11;
  if (host < from || !hasExactly(text, host, to, "hooks.slack.com")) return undefined;
  let end = host + 15;
  for (let part = 0; part < 5; part++) {
    const slash = separatorAt(text, end, to);
    const next = window.runEnd(base64url, end + slash);
    if (slash === 0 || next === end + slash) break;
    end = next;
  }
  return end - host >= 40
    ? { start: schemeStart(text, host, from, to), end, ...openAt(end, to, base64url) }
    : undefined;
}

const azureBytes = byteClass("0-9a-zA-Z_.~-");

/** Three characters, a digit, `Q~`, and 34 more. */
function azure({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 4;
  const tilde = at + 1;
  if (start < from || digits[text[at - 1]!] !== 1 || skipBack(text, at - 1, start, azureBytes) !== start)
    return undefined;
  const end = skipWhile(text, tilde + 1, Math.min(to, tilde + 40), azureBytes);
  return end - tilde - 1 >= 31 && isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** 48 and more letters and digits, a mark of Azure's (`+ASt`, `AZDO`, `JQQJ9`), and more: 80 to 96 in all. */
function azureKey(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const start = window.runStart(base64, at, Math.max(from, at - 97));
  const end = window.runEnd(base64, at, Math.min(to, at + 64));
  if (at - start < 48 || end - start < 80 || end - start > 96) return undefined;
  return isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** Six characters, `_`, 29 more, `_mmk`. */
function maxMind({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 37;
  const end = at + 3;
  if (start < from || !hasExactly(text, at, to, "mmk") || (end < to && alphanumerics[text[end]!] === 1))
    return undefined;
  if (skipWhile(text, start, start + 6, alphanumerics) !== start + 6) return undefined;
  if (text[start + 6] !== 0x5f || skipWhile(text, start + 7, at - 1, alphanumerics) < at - 1) return undefined;
  return isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** Fourteen characters, `.atlasv1.`, and 60 and more. */
function terraform(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const dot = at - 6;
  const start = dot - 14;
  if (start < from || !hasExactly(text, dot, to, ".atlasv1.")) return undefined;
  const end = window.runEnd(paddedBytes, dot + 9);
  return end - dot - 9 >= 56 && skipBack(text, dot, start, alphanumerics) === start
    ? { start, end, ...openAt(end, to, paddedBytes) }
    : undefined;
}

const paddedBytes = byteClass("0-9a-zA-Z_=-");

/** `pat` and fourteen characters, a dot, 64 hex digits. */
function airtable({ text, from, to }: Window, at: number): Span | undefined {
  const dot = at + 15;
  if (at - 2 < from || dot >= to || text[dot] !== 0x2e) return undefined;
  const end = skipWhile(text, dot + 1, Math.min(to, dot + 66), hexDigits);
  return end - dot === 65 && skipWhile(text, at, dot, alphanumerics) === dot && isWordStart(text, at - 2, from, to)
    ? { start: at - 2, end }
    : undefined;
}

/** 32 hex digits, `-us` and a number. */
function mailchimp({ text, from, to }: Window, at: number): Span | undefined {
  const hyphen = at - 1;
  const start = hyphen - 32;
  if (start < from || skipBack(text, hyphen, start, hexDigits) !== start) return undefined;
  const end = skipWhile(text, at + 2, Math.min(to, at + 4), digits);
  return end > at + 2 && isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** Ten hex digits, `msh`, fifteen, `p1`, five, `jsn`, twelve. */
function rapidApi({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 11;
  const end = at + 39;
  if (start < from || end > to || !hasExactly(text, at - 1, to, "msh") || !hasExactly(text, at + 17, to, "p1"))
    return undefined;
  if (!hasExactly(text, at + 24, to, "jsn") || skipWhile(text, at + 27, end, hexDigits) < end) return undefined;
  if (skipWhile(text, start, end, alphanumerics) < end) return undefined;
  return isWordStart(text, start, from, to) ? { start, end } : undefined;
}

const WARNING = "_|WARNING:-DO-NOT-SHARE-THIS.";

/** The part of a Roblox cookie after its warning. */
function roblox({ text, from, to }: Window, bar: number): Span | undefined {
  const start = bar - 114;
  if (start < from || !hasExactly(text, start, to, WARNING)) return undefined;
  const end = skipWhile(text, bar + 2, to, alphanumerics);
  return end - bar >= 18 ? { start: bar + 2, end, ...openAt(end, to, alphanumerics) } : undefined;
}

const bearerBytes = byteClass("0-9a-zA-Z%");

/** `AAAAAAAAAAAAAAAAAAAAA…%3D…` */
function twitter({ text, from, to }: Window, percent: number): Span | undefined {
  if ((text[percent + 2]! | 32) !== 0x64) return undefined;
  const start = skipBack(text, percent, Math.max(from, percent - 120), bearerBytes);
  if (percent - start < 30 || !hasExactly(text, start, to, "AAAAAAAAAAAAAAAAAA")) return undefined;
  const end = skipWhile(text, percent + 3, Math.min(to, percent + 120), bearerBytes);
  return end - percent >= 30 ? { start, end } : undefined;
}

const accessKey = byteClass("0-9a-zA-Z_+/=-");
const ACCESS = new Ending(/(?:^|[^\w.-])((?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc)$/i);
const REST = /^[_-][a-z0-9-]{10,32}\.(?=[\w+/=-]{30})/i;

/** `sc_…`, a dot, four to six, `.acc_…`, a dot, and 30 and more. */
function authress({ text, from, to }: Window, at: number): Span | undefined {
  const before = ACCESS.exec(latin1(text, Math.max(from, at - 56), at))?.[1];
  const rest = before === undefined ? undefined : REST.exec(latin1(text, at, Math.min(to, at + 72)))?.[0];
  if (before === undefined || rest === undefined) return undefined;
  const end = skipWhile(text, at + rest.length, to, accessKey);
  return { start: at - before.length, end, ...openAt(end, to, accessKey) };
}

const sessionBytes = byteClass("0-9a-zA-Z._-");

/** `00D` and twelve letters and digits, `!`, and 80 and more. */
function salesforce({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 15;
  if (start < from || !hasExactly(text, start, to, "00D")) return undefined;
  if (skipBack(text, at, start, alphanumerics) !== start || !isWordStart(text, start, from, to)) return undefined;
  const end = skipWhile(text, at + 1, to, sessionBytes);
  return end - at > 80 ? { start, end, ...openAt(end, to, sessionBytes) } : undefined;
}

const beginning = "LS0tLS1CRUdJTi";

/** `-----BEGIN … PRIVATE KEY` in base64. */
function encodedKey({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 12;
  if (start < from || !hasExactly(text, start, to, beginning)) return undefined;
  const head = Buffer.from(latin1(text, start, Math.min(to, start + 64)), "base64").toString("latin1");
  if (!/^-----BEGIN [A-Z ]{0,24}PRIVATE KEY/.test(head)) return undefined;
  const end = skipWhile(text, start, to, base64);
  return { start, end, becomes: "PRIVATE-KEY", ...openAt(end, to, base64) };
}
