import { base64url, byteClass, digits, hasExactly, skipBack, skipWhile } from "../bytes.ts";
import { isWordStart, separatorAt } from "../edges.ts";
import { openAt, type Rule, type Span, type Window } from "../rule.ts";
import { schemeStart } from "./webhook.ts";

/**
 * Secrets of vendors without a prefix, but with a form that is as plain: Telegram's bots, Slack's incoming webhooks,
 * Azure's client secrets.
 */
export const vendorShape: Rule = {
  name: "api-secret",
  recognises: "secrets of vendors by a shape in the middle: Telegram, Slack webhooks, Azure",
  becomes: "API-SECRET",
  example: "123456789:AAonce-Upon-a-time-there-was-a-bot01",
  priority: 80,
  on: true,
  anchors: [
    { at: ":", before: "0123456789", after: "A" },
    { at: ".", before: "k", after: "c" },
    { at: "Q", before: "8", after: "~" },
  ],
  match(window, at) {
    switch (window.text[at]) {
      case 0x3a:
        return telegram(window, at);
      case 0x2e:
        return slackWebhook(window, at);
      default:
        return azure(window, at);
    }
  },
};

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
  const host = at - 11;
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

const azureBytes = byteClass("0-9a-zA-Z_.~-");

/** Three characters, `8Q~`, and 34 more. */
function azure({ text, from, to }: Window, at: number): Span | undefined {
  const start = at - 4;
  const tilde = at + 1;
  if (start < from) return undefined;
  const end = skipWhile(text, tilde + 1, Math.min(to, tilde + 40), azureBytes);
  return end - tilde - 1 >= 31 && isWordStart(text, start, from, to) ? { start, end } : undefined;
}
