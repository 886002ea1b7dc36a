import { isPlaceholderAt } from "../../claim/placeholders.ts";
import { allOf, type Rule, type Span, type Window } from "../../rule.ts";
import { alphanumerics, byteClass, latin1, membersOf, skipBack, skipWhile } from "../../text/bytes.ts";
import { escapeEnd } from "../../text/edges.ts";
import { isName } from "../literals/names.ts";

const nameBytes = byteClass("0-9a-zA-Z_.-");
const hostBytes = byteClass("0-9a-zA-Z_.-");
const folderBytes = byteClass("0-9a-zA-Z_.~/+ -");
const signs = byteClass("$#%>");
/** No second slash: most slashes after a colon are those of URLs. */
const afterSlash = byteClass("0-9a-zA-Z_.~+ $#%>-");
/** The names of containers, and addresses, which have a rule of their own. */
const NO_MACHINE = /^(?:[0-9a-f]{12}|[0-9.]+|hostname|server|host|\w*example\w*)$/i;
const MAX_NAME = 32;
const MAX_HOST = 64;
const MAX_FOLDER = 96;
const AT_SIGN = 0x40;
const COLON = 0x3a;

/**
 * The account and the machine in the prompt of a shell: `ada@adas-laptop:~/bot$`, `[ada@adas-laptop bot]$`,
 * `ada@adas-laptop bot %`.
 *
 * Misses very common names (`root`, `ubuntu`, `localhost`), the ids that containers have for a name, addresses, and any
 * `name@host` without the rest of a prompt, such as units of systemd (`user@1000.service`), remote paths and URLs.
 * Costs a look back for the at sign from a folder after a colon, and from the sign of a prompt after a bracket or
 * between blanks.
 */
export const prompt: Rule = {
  name: "home-path",
  recognises: "names of account and machine in prompts of shells",
  becomes: "USERNAME",
  example: "ada@adas-laptop:~/bots$",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "~", before: ":", beforeThat: membersOf(hostBytes) },
    { at: "/", before: ":", beforeThat: membersOf(hostBytes), after: membersOf(afterSlash) },
    { at: "]", before: membersOf(folderBytes), after: membersOf(signs) },
    { at: "%", before: " ", beforeThat: membersOf(folderBytes), after: " " },
  ],
  match(window, place) {
    const { text, from, to } = window;
    const isFolder = text[place - 1] === COLON;
    const host = isFolder
      ? skipBack(text, place - 1, Math.max(from, place - 1 - MAX_HOST), hostBytes)
      : skipBack(text, place, Math.max(from, place - 1 - MAX_HOST - MAX_FOLDER), folderBytes);
    const at = host - 1;
    if (at <= from || text[at] !== AT_SIGN || alphanumerics[text[at - 1]!] !== 1 || alphanumerics[text[host]!] !== 1)
      return undefined;
    const hostEnd = skipWhile(text, host, Math.min(to, host + MAX_HOST), hostBytes);
    if (text[hostEnd] !== COLON && text[hostEnd] !== 0x20) return undefined;
    const begin = skipBack(text, at, Math.max(from, at - MAX_NAME), nameBytes);
    const behindEscape = escapeEnd(text, begin, from, to);
    const start = behindEscape > begin && behindEscape < at ? behindEscape : begin;
    if (!isPrompt(window, start, hostEnd)) return undefined;
    const spans: Span[] = [];
    if (isPersonal(text, start, at)) spans.push({ start, end: at });
    if (isPersonal(text, host, hostEnd) && !NO_MACHINE.test(latin1(text, host, hostEnd)))
      spans.push({ start: host, end: hostEnd, becomes: "HOSTNAME" });
    return allOf(spans);
  },
};

const isPersonal = (text: Uint8Array, start: number, end: number): boolean =>
  isName(latin1(text, start, end)) && !isPlaceholderAt(text, start, end);

/** Whether the folder and the sign of a prompt follow the host: `:~/bot$ `, ` bot]# `, ` bot % `. */
function isPrompt({ text, from, to }: Window, start: number, hostEnd: number): boolean {
  const folder = hostEnd + 1;
  const isRemote = text[hostEnd] === COLON;
  const isOpen = start > from && text[start - 1] === 0x5b;
  // most addresses are told from a prompt by what is around them, before the folder is read
  if (isRemote ? text[folder] !== 0x7e && text[folder] !== 0x2f : !isOpen && start > from && text[start - 1] !== 0x0a)
    return false;
  const end = skipWhile(text, folder, Math.min(to, folder + MAX_FOLDER), folderBytes);
  if (end === folder || end >= to) return false;
  if (isRemote) return signs[text[end]!] === 1 && isEnd(text, end + 1, to);
  if (isOpen) return text[end] === 0x5d && end + 1 < to && signs[text[end + 1]!] === 1 && isEnd(text, end + 2, to);
  return text[end] === 0x25 && text[end - 1] === 0x20 && text[end + 1] === 0x20;
}

const isEnd = (text: Uint8Array, at: number, to: number): boolean => at >= to || ends[text[at]!] === 1;
const ends = byteClass(" \r\n\"'`\\<\x1b");
