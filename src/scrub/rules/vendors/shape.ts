import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import {
  alphanumerics,
  base64url,
  byteClass,
  digits,
  hasExactly,
  hexDigits,
  membersOf,
  skipBack,
  skipWhile,
} from "../../text/bytes.ts";
import { escapeEnd, isWordStart, separatorAt } from "../../text/edges.ts";
import { schemeStart } from "../discord/webhook.ts";

/**
 * Secrets of vendors without a prefix, but with a form that is as plain: Telegram's bots, Slack's incoming webhooks,
 * Azure's client secrets, Terraform, Airtable, Mailchimp.
 */
export const vendorShape: Rule = {
  name: "api-secret",
  recognises:
    "secrets of vendors by a shape in the middle: Telegram, Slack webhooks, Azure, Terraform, Airtable, Mailchimp",
  becomes: "API-SECRET",
  example: "123456789:AAonce-Upon-a-time-there-was-a-bot01",
  priority: 80,
  on: true,
  anchors: () => [
    { at: ":", before: "0123456789", after: "A" },
    { at: ".", before: "k", after: "c" },
    { at: "Q", before: "8", after: "~" },
    { at: "v", before: "s", beforeThat: "a", after: "1" },
    { at: "t", before: "a", beforeThat: "p", after: membersOf(alphanumerics) },
    { at: "u", before: "-", beforeThat: "0123456789abcdef", after: "s" },
  ],
  match(window, at) {
    switch (window.text[at]) {
      case 0x3a:
        return telegram(window, at);
      case 0x2e:
        return slackWebhook(window, at);
      case 0x76:
        return terraform(window, at);
      case 0x74:
        return airtable(window, at);
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
  return isLong && colon - start >= 8 && colon - start <= 10 && isWordStart(text, start, from, to)
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

/** Three characters, `8Q~`, and 34 more. */
function azure({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 4;
  const tilde = at + 1;
  if (start < from) return undefined;
  const end = skipWhile(text, tilde + 1, Math.min(to, tilde + 40), azureBytes);
  return end - tilde - 1 >= 31 && isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** Fourteen characters, `.atlasv1.`, and 60 and more. */
function terraform(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const dot = at - 6;
  const start = dot - 14;
  if (start < from || !hasExactly(text, dot, to, ".atlasv1.")) return undefined;
  const end = window.runEnd(base64url, dot + 9);
  return end - dot - 9 >= 56 && skipBack(text, dot, start, alphanumerics) === start
    ? { start, end, ...openAt(end, to, base64url) }
    : undefined;
}

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
