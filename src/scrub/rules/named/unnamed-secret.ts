import type { Rule } from "../../rule.ts";
import { byteClass } from "../../text/bytes.ts";
import { lastArgument } from "./commands/arguments.ts";
import { commandAnchors, givenToCommand } from "./commands/command-secret.ts";
import { passwordFile, passwordFileAnchors } from "./statements/password-file.ts";
import { inStatement, statementAnchors } from "./statements/statement-secret.ts";
import { BECOMES } from "./value/secret-looks.ts";

const COLON = 0x3a;
const BLANK = 0x20;
/** The anchors of statements; commands have other anchors. */
const inStatements = byteClass("=;> ");

/**
 * Secrets that commands take without a name that says so: `mysql -p'…'`, `sshpass -p …`, `curl -u name:…`, `redis-cli
 * -a …`, `htpasswd -b file name …`, `net use … …`, `sqlplus name/…`, `echo … | sudo -S`, `requirepass …`,
 * `"AUTH" "…"`, `auth([ '…' ])`; arguments after a symbol: `put(:api_key, "…")`; and those whose name in a statement is
 * not directly before them: the field of a form in several parts, PHP's `s:8:"password";s:9:"…"`, `PASS …`, `IDENTIFY …`,
 * `AUTH PLAIN …` and IMAP's `LOGIN` on the wire, `ACL SETUSER name on >…`, `ConvertTo-SecureString "…"`; lines of `.pgpass`.
 *
 * Misses the same options of other commands (ports, ids of users, flags), values that are calculated, and
 * these words where a test or a sentence has them (`PASS test/x.ts`).
 *
 * Costs a look at the bytes of an option, also in a list of strings, and at 160 before those that may be one; at up to
 * 160 after the name of a command whose last word is a secret.
 */
export const unnamedSecret: Rule = {
  name: "key-value",
  recognises: "secrets without a name before them, in commands, forms of several parts, and protocols",
  becomes: BECOMES,
  example: "curl -u ada:0nce-upon-a-time http://db.example/",
  priority: 40,
  on: true,
  anchors: () => [...commandAnchors(), ...statementAnchors(), ...passwordFileAnchors()],
  teaches: (_, start) => start,
  match: (window, at) =>
    inStatements[window.text[at]!] === 1
      ? (inStatement(window, at) ?? (window.text[at] === BLANK ? lastArgument(window, at) : undefined))
      : (givenToCommand(window, at) ?? (window.text[at] === COLON ? passwordFile(window, at) : undefined)),
};
