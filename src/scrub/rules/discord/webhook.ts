import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import { alphanumerics, byteClass, digits, hasExactly, hasWord, skipBack, skipWhile } from "../../text/bytes.ts";
import { isWordStart, separatorAt, separatorBefore } from "../../text/edges.ts";

const tokenBytes = byteClass("0-9a-zA-Z_.-");
const dots = byteClass(".");
const INTERACTION = "aW50ZXJhY3Rpb246";

/**
 * Webhook addresses, from the scheme to the end of the token: whoever has one can post. `…/webhooks/<id>/<token>` with
 * or without host, `discord://<id>/<token>`, `discord://<token>@<id>`, slashes escaped or percent-encoded. The rest
 * (`?wait=true`, `/messages/…`) stays.
 *
 * Misses templates (`/webhooks/{id}/{token}`), and interaction tokens, which are in the same path.
 *
 * Costs a look at the path and the host where `webhooks` is before a separator.
 */
export const webhook: Rule = {
  name: "webhook",
  recognises: "URLs of Discord webhooks",
  becomes: "DISCORD-WEBHOOK",
  example: "https://discord.com/api/webhooks/133049272517001217/o0nce-Upon_a-time-there-was-a-webhook",
  priority: 95,
  on: true,
  anchors: () => [
    { at: "k", before: "oO", beforeThat: "oO", after: "sS" },
    { at: ":", before: "dD", after: "/\\" },
  ],
  match: (window, at) => (window.text[at] === 0x3a ? appriseUrl(window, at) : webhookUrl(window, at)),
};

function webhookUrl(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const word = at - 6;
  if (word < from || !hasWord(text, word, to, "webhooks")) return undefined;
  const end = idAndToken(window, at + 2);
  return end < 0 ? undefined : { start: urlStart(text, word, from, to), end, ...openAt(end, to, tokenBytes) };
}

function appriseUrl(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  if (!hasWord(text, colon - 7, to, "discord") || colon - 7 < from) return undefined;
  const slash = separatorAt(text, colon + 1, to);
  if (slash === 0) return undefined;
  const end = idAndToken(window, colon + 1 + slash);
  if (end < 0) return tokenAtId(window, colon + 1 + slash + separatorAt(text, colon + 1 + slash, to));
  return { start: colon - 7, end, ...openAt(end, to, tokenBytes) };
}

/**
 * `discord://<token>@<id>`, as Watchtower and other users of Shoutrrr have it: the token goes, the id has its own rule.
 */
function tokenAtId(window: Window, start: number): Span | undefined {
  const { text, to } = window;
  const end = window.runEnd(tokenBytes, start, Math.min(to, start + 301));
  const id = skipWhile(text, end + 1, Math.min(to, end + 22), digits);
  return text[end] === 0x40 && end - start >= 20 && id - end > 17 ? { start, end } : undefined;
}

/** The end of `/<id>/<token>` at `at`, or -1. */
function idAndToken(window: Window, at: number): number {
  const { text, to } = window;
  const id = at + separatorAt(text, at, to);
  const idEnd = skipWhile(text, id, Math.min(to, id + 21), digits);
  const token = idEnd + separatorAt(text, idEnd, to);
  if (id === at || idEnd - id < 17 || idEnd - id > 20 || token === idEnd) return -1;
  if (hasExactly(text, token, to, INTERACTION)) return -1;
  const run = window.runEnd(tokenBytes, token);
  const end = run === to && window.goesOn ? to : window.runStart(dots, run, token);
  return end - token >= 20 ? end : -1;
}

/** Back from `webhooks` over `/api/v10/`, host and scheme, as far as they are there. */
function urlStart(text: Uint8Array, word: number, from: number, to: number): number {
  const slash = word - separatorBefore(text, word, from);
  if (slash === word) return word;
  const version = skipBack(text, slash, Math.max(from, slash - 3), digits);
  let path = slash;
  if (version < slash && (text[version - 1]! | 32) === 0x76)
    path = version - 1 - separatorBefore(text, version - 1, from);
  if (!hasWord(text, path - 3, path, "api") || path - 3 < from) return word;
  const api = path - 3 - separatorBefore(text, path - 3, from);
  const host = hostStart(text, api, from, to);
  return host === api ? path - 3 : host;
}

/** Back over Discord's host and the scheme before it. */
function hostStart(text: Uint8Array, end: number, from: number, to: number): number {
  const names = ["discord.com", "discordapp.com"];
  const name = names.find((host) => end - host.length >= from && hasWord(text, end - host.length, to, host));
  if (name === undefined) return end;
  let start = end - name.length;
  for (const sub of ["ptb.", "canary.", "www."])
    if (start - sub.length >= from && hasWord(text, start - sub.length, to, sub)) start -= sub.length;
  return schemeStart(text, start, from, to);
}

/** Back over `https://` in any escape, if it is before `at`. */
export function schemeStart(text: Uint8Array, at: number, from: number, to: number): number {
  const second = at - separatorBefore(text, at, from);
  const first = second - separatorBefore(text, second, from);
  if (second === at || first === second) return at;
  const colon = hasWord(text, first - 3, to, "%3a")
    ? first - 3
    : hasWord(text, first - 5, to, "%253a")
      ? first - 5
      : first - 1;
  if (colon <= from || (colon === first - 1 && text[colon] !== 0x3a)) return at;
  let scheme = skipBack(text, colon, Math.max(from, colon - 16), alphanumerics);
  for (const name of ["https", "http", "wss", "ws"])
    if (hasWord(text, colon - name.length, to, name) && colon - name.length >= from) {
      scheme = colon - name.length;
      break;
    }
  return scheme < colon && (isWordStart(text, scheme, from, to) || colon - scheme <= 5) ? scheme : at;
}
