import { isPlaceholderAt } from "../../claim/placeholders.ts";
import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import { base64url, byteClass, hasWord, latin1, skipBack, skipWhile, wordBytes } from "../../text/bytes.ts";
import { isLeftEdge, separatorAt, separatorBefore } from "../../text/edges.ts";
import { schemeStart } from "./webhook.ts";

/** Host, and the path before the code. */
const HOSTS = [
  "discord.gg",
  "discord.com",
  "discordapp.com",
  "discord.me",
  "discord.io",
  "discord.li",
  "discord.new",
  "dsc.gg",
  "invite.gg",
].map((name) => ({ name, lastDot: name.lastIndexOf(".") }));
/** Names that are also packages: after a slash they are folders. */
const packages = new Set(HOSTS.map(({ name }) => name).filter((name) => !/^discord(?:app)?\.(?:gg|com)$/.test(name)));
const anyCase = (letter: string): string => letter + letter.toUpperCase();
const hostBytes = byteClass("0-9a-zA-Z_.@-");
const queryBytes = byteClass("0-9a-zA-Z_~.!*'+$:@%&=/?-");
const pathBytes = byteClass("0-9a-zA-Z_.@:/-");
const underscores = byteClass("_");
const UNDERSCORE = 0x5f;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const MAX_CODE = 64;
const trailing = byteClass(".!?'*_~:");

/**
 * Invitations to servers, from the scheme to the query: `discord.gg/<code>`, `discord.com/invite/<code>`, the other
 * hosts that lead to invitations, deep links; with escaped or percent-encoded slashes, in any case; and the code in the
 * printed form of discord.py (`<Invite code='…'`).
 *
 * Misses the gateway (`gateway.discord.gg`), a host without a code, longer host names (`mydiscord.gg`), paths such as
 * `node_modules/discord.io/lib`, and templates (`discord.gg/<code>`).
 *
 * Costs a look at the host where its rarest bytes are, and at the code after it.
 */
export const invite: Rule = {
  name: "invite",
  recognises: "Discord invitations",
  becomes: "DISCORD-INVITE-LINK",
  example: "https://discord.gg/once-upon-a-time",
  priority: 75,
  on: true,
  anchors: () => [
    ...HOSTS.map(({ name, lastDot }) => ({
      at: anyCase(name[lastDot + 2]!),
      before: anyCase(name[lastDot + 1]!),
      beforeThat: ".",
      thirdBefore: anyCase(name[lastDot - 1]!),
      after: name.length > lastDot + 3 ? anyCase(name[lastDot + 3]!) : "/\\%&",
    })),
    { at: ":", before: "dD", after: "/\\" },
    { at: "v", before: "n", beforeThat: "i", after: "i" },
    { at: "=", before: "e", beforeThat: "d", thirdBefore: "o", after: "'\"" },
  ],
  match(window, at) {
    if (window.text[at] === 0x3d) return printedCode(window, at);
    if (window.text[at] === 0x3a) return deepLink(window, at);
    return window.text[at - 2] === 0x2e ? link(window, at - 2) : apiPath(window, at - 2);
  },
};

function link(window: Window, dot: number): Span | undefined {
  const { text, from, to } = window;
  const code = codeStart(window, skipWhile(text, dot + 1, Math.min(to, dot + 4), wordBytes), text[dot + 1]! | 32);
  const host = code < 0 ? -1 : hostStart(window, dot);
  if (host < 0) return undefined;
  const start = schemeStart(text, host, from, to);
  if (start === host && isModule(text, host, code, to)) return undefined;
  let end = linkEnd(window, code);
  if (host > from && text[host - 1] === UNDERSCORE) while (end > code && text[end - 1] === UNDERSCORE) end--;
  return end < 0 ? undefined : { start, end, ...openAt(end, to, queryBytes) };
}

/** `<Invite code='…'` */
function printedCode({ text, from, to }: Window, at: number): Span | undefined {
  if (at - 12 < from || !hasWord(text, at - 12, at, "<invite code")) return undefined;
  const start = at + 2;
  const end = skipWhile(text, start, Math.min(to, start + MAX_CODE), base64url);
  return end - start > 1 && text[end] === text[at + 1] && !isPlaceholderAt(text, start, end)
    ? { start, end }
    : undefined;
}

/** `require("discord.io/lib/…")`: a package, not a code. */
function isModule(text: Uint8Array, host: number, code: number, to: number): boolean {
  return (
    hasWord(text, host, to, "discord.io") && ["lib", "src", "dist"].some((name) => hasWord(text, code, to, `${name}/`))
  );
}

/** `/api/v10/invites/<code>` without a host. */
function apiPath(window: Window, word: number): Span | undefined {
  const { text, from, to } = window;
  if (word < from || !hasWord(text, word, to, "invites")) return undefined;
  const slash = separatorAt(text, word + 7, to);
  const path = latin1(text, Math.max(from, word - 16), word);
  const before = /\/api(?:\/v[0-9]{1,2})?\/$/i.exec(path)?.[0];
  if (slash === 0 || before === undefined) return undefined;
  const end = linkEnd(window, word + 7 + slash);
  return end < 0 ? undefined : { start: word - before.length, end };
}

/** `discord://-/invite/<code>` */
function deepLink(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const start = colon - 7;
  if (start < from || !hasWord(text, start, to, "discord")) return undefined;
  let at = colon + 1;
  for (let i = 0; i < 2; i++) at += separatorAt(text, at, to);
  if (text[at] === 0x2d) at++;
  const code = pathWord(window, at, "invite");
  const end = code < 0 ? -1 : linkEnd(window, code);
  return end < 0 ? undefined : { start, end };
}

/** Where the host begins whose last dot is at `dot`, or -1 if it is another host, or part of a longer name or path. */
function hostStart({ text, from, to }: Window, dot: number): number {
  const letter = text[dot + 2]! | 32;
  const host = HOSTS.find(
    ({ name, lastDot }) => name.charCodeAt(lastDot + 2) === letter && hasWord(text, dot - lastDot, to, name),
  );
  if (host === undefined || wordBytes[text[dot + host.name.length - host.lastDot]!] === 1) return -1;
  let start = dot - host.lastDot;
  for (const sub of ["www.", "ptb.", "canary."]) if (hasWord(text, start - sub.length, to, sub)) start -= sub.length;
  if (start < from || !isHostEdge(text, start, from, to)) return -1;
  const slash = start - separatorBefore(text, start, from);
  if (slash === start - 1 && text[slash] === SLASH && text[slash - 1] === SLASH && slash - 1 >= from)
    if (isLeftEdge(text, slash - 1, from, to, pathBytes)) return start;
  const isInPath = slash < start && schemeStart(text, start, from, to) === start && !isBareEscape(text, slash, start);
  return isInPath && packages.has(host.name) ? -1 : start;
}

/** No part of a name may be directly before the host; a mention's `@` and the `_` of Markdown are allowed. */
function isHostEdge(text: Uint8Array, start: number, from: number, to: number): boolean {
  if (isLeftEdge(text, start, from, to, hostBytes)) return true;
  const at = text[start - 1] === 0x40 ? start - 1 : skipBack(text, start, Math.max(from, start - 3), underscores);
  return at < start && isLeftEdge(text, at, from, to, pathBytes);
}

/** The length of the slash at `at`, in any escape, or 0; a single backslash is not a slash. */
function slashAt(text: Uint8Array, at: number, to: number): number {
  const length = separatorAt(text, at, to);
  return length > 0 && text[at + length - 1] === BACKSLASH ? 0 : length;
}

/** A lone backslash or a `\n` before the host is not a path. */
function isBareEscape(text: Uint8Array, slash: number, start: number): boolean {
  return start - slash === 1 && text[slash] === 0x5c;
}

/** Where the code begins after the host that ends at `at`, or -1. */
function codeStart(window: Window, at: number, firstOfTld: number): number {
  const { text, to } = window;
  if (firstOfTld === 0x63) return inviteCode(window, at);
  const slash = slashAt(text, at, to);
  if (slash === 0) return -1;
  const code = pathWord(window, at, "invite");
  return code >= 0 && base64url[text[code]!] === 1 ? code : at + slash;
}

/** After `discord.com`: `/invite/<code>`, `/api/v10/invites/<code>`. */
function inviteCode(window: Window, at: number): number {
  const { text, to } = window;
  let path = at;
  const api = pathWord(window, path, "api");
  if (api >= 0) {
    const version = (text[api]! | 32) === 0x76 ? skipWhile(text, api + 1, Math.min(to, api + 4), wordBytes) : api;
    path = version === api ? api - 1 : version;
    return pathWord(window, path, "invites");
  }
  return pathWord(window, path, "invite");
}

/** The position after `/word/` at `at`, or -1. */
function pathWord({ text, to }: Window, at: number, word: string): number {
  const slash = slashAt(text, at, to);
  const end = at + slash + word.length;
  if (slash === 0 || !hasWord(text, at + slash, to, word)) return -1;
  const next = slashAt(text, end, to);
  return next === 0 ? -1 : end + next;
}

function linkEnd(window: Window, code: number): number {
  const { text, to } = window;
  const codeEnd = skipWhile(text, code, Math.min(to, code + MAX_CODE + 1), base64url);
  if (codeEnd - code < 2 || codeEnd - code > MAX_CODE) return -1;
  let end = codeEnd;
  if (end < to && text[end] === 0x2f && queryBytes[text[end + 1] ?? 0] !== 1) end++;
  else if (end < to && text[end] === 0x3f) {
    end = window.runEnd(queryBytes, end);
    if (end < to || !window.goesOn) end = window.runStart(trailing, end, codeEnd);
  }
  return end;
}
