import type { Anchor, Span, Window } from "../../../rule.ts";
import { byteClass, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { accept } from "../value/secret-looks.ts";

/** The sign between a password and the address of a machine. */
export const addressAnchors = (): Anchor[] => [{ at: "@", before: BEFORE, after: "12" }];

const BEFORE = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!$^*_+=~.?-";
const ADDRESS = /^@(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?<port>:[0-9]{1,5})?(?![\w.-]*[\w-])/;
const LOGIN = new Ending(/(?:^|[\s"'`=(,[]|:\/\/)([\w.+-]{1,48}):([^\s"'`:@/{}$<>()[\],]{4,96})$/);
const edges = byteClass("<>");
/** Schemes and labels before an account without a password. */
const LABELS =
  /^(?:mailto|sips?|xmpp|ssh|scp|sftp|rsync|user|username|login|account|host|hostname|server|target|remote|from|to|via|address|connection|npm|docker|image|git|root)$/i;

/** `name:…@203.0.113.7`, with or without a port, as lists of proxies have it. Called at the at sign. */
export function loginAtAddress(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const address = ADDRESS.exec(latin1(text, at, Math.min(to, at + 32)));
  if (address === null || edges[text[at - 1] ?? 0] === 1) return undefined;
  const login = LOGIN.exec(latin1(text, Math.max(from, at - 160), at));
  if (login === null) return undefined;
  const [, name, password] = login;
  if (LABELS.test(name!)) return undefined;
  if (address.groups!.port === undefined && /^[a-z]{1,8}$/.test(password!)) return undefined;
  return accept(window, { start: at - password!.length, end: at, isQuoted: true }, "strong", "password", "certain");
}
