import type { Rule } from "../../rule.ts";
import { hasExactly, latin1 } from "../../text/bytes.ts";
import { isName } from "../literals/names.ts";
import { belongsToNobody, nameEnd } from "./account-name.ts";

/** Folders with one entry for each account; the first is found by its hyphen. */
const FOLDERS = ["/per-user/", "/var/mail/", "/spool/mail/", "/spool/cron/", "/cron/crontabs/", "/systemd/linger/"];
/** Accounts of the system, and folders beside those of accounts. */
const SYSTEM = new Set("daemon mail www-data postgres mysql redis mongodb nginx crontabs atjobs atspool".split(" "));

/**
 * Account names in other folders than homes: profiles of Nix and Guix (`…/per-user/<name>/…`), mailboxes
 * (`/var/mail/<name>`), crontabs, lingering sessions of systemd.
 *
 * Misses accounts of the system, and very common names. Costs a look at the folder before a separator after one of four
 * endings, and after `per-`.
 */
export const accountFolder: Rule = {
  name: "home-path",
  recognises: "account names in folders with one entry for each account",
  becomes: "USERNAME",
  example: "/nix/var/nix/profiles/per-user/ada/profile",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "-", before: "r", beforeThat: "e", thirdBefore: "p", after: "u" },
    ...[...new Set(FOLDERS.slice(1).map((folder) => folder.slice(-4, -1)))].map((tail) => ({
      at: "/",
      before: tail[2]!,
      beforeThat: tail[1]!,
      thirdBefore: tail[0]!,
    })),
  ],
  match(window, at) {
    const { text, from, to } = window;
    const start = text[at] === 0x2d ? at + "-user/".length : at + 1;
    if (start > to) return undefined;
    if (!endsFolder(text, start, from, to)) return undefined;
    const end = nameEnd(window, start);
    if (end < 0 || belongsToNobody(text, start, end)) return undefined;
    const name = latin1(text, start, end);
    return isName(name) && !SYSTEM.has(name) ? { start, end } : undefined;
  },
};

/** Whether one of the folders ends before `at`. */
function endsFolder(text: Uint8Array, at: number, from: number, to: number): boolean {
  for (const folder of FOLDERS) {
    const start = at - folder.length;
    if (start >= from && hasExactly(text, start, to, folder)) return true;
  }
  return false;
}
