import type { Rule, Span, Window } from "../../rule.ts";
import { byteClass } from "../../text/bytes.ts";
import { commandAnchors, givenToCommand } from "./commands/command-secret.ts";
import { column, columnAnchors } from "./key-value/column.ts";
import { BECOMES } from "./secret-looks.ts";
import { passwordFile, passwordFileAnchors } from "./statements/password-file.ts";
import { inStatement, statementAnchors } from "./statements/statement-secret.ts";

const COLON = 0x3a;
const BAR = 0x7c;
/** The anchors of statements; commands have other anchors. */
const inStatements = byteClass("(=;> ");

/**
 * Secrets that commands take without a name that says so: `mysql -p'…'`, `sshpass -p …`, `curl -u name:…`, `redis-cli
 * -a …`, `htpasswd -b file name …`, `net use … …`, `sqlplus name/…`, `echo … | sudo -S`, `requirepass …`; arguments
 * after a symbol: `put(:api_key, "…")`; and those whose name in a statement is not directly before them: `INSERT INTO …
 * (…, password) VALUES (…, '…')`, the field of a form in several parts, PHP's `s:8:"password";s:9:"…"`, `PASS …`,
 * `IDENTIFY …`, `AUTH PLAIN …` and IMAP's `LOGIN` on the wire, `ACL SETUSER name on >…`, `ConvertTo-SecureString "…"`;
 * lines of `.pgpass`; cells of tables under such a heading (`| password |`, then a line of hyphens).
 *
 * Misses the same options of other commands (ports, ids of users, flags), statements over several lines, cells of
 * several words, tables without a line under the headings, values that are calculated, and these words where a test or
 * a sentence has them (`PASS test/x.ts`).
 *
 * Costs a look at the bytes of an option, and at 160 before those that may be one; at up to 160 after the name of a
 * command whose last word is a secret; after `VALUES`, at the columns before and at as many values; at the line of a
 * first or last bar, and where that is a heading that says so, once at the table.
 */
export const unnamedSecret: Rule = {
  name: "key-value",
  recognises: "secrets without a name before them, in commands, SQL, forms of several parts, and protocols",
  becomes: BECOMES,
  example: "curl -u ada:0nce-upon-a-time http://db.example/",
  priority: 40,
  on: true,
  anchors: () => [...commandAnchors(), ...statementAnchors(), ...passwordFileAnchors(), ...columnAnchors()],
  teaches: (_, start) => start,
  match: (window, at) =>
    inStatements[window.text[at]!] === 1
      ? inStatement(window, at)
      : (givenToCommand(window, at) ?? inFileOrTable(window, at)),
};

/** Called at the colon after a port, and at a bar. */
function inFileOrTable(window: Window, at: number): Span | undefined {
  if (window.text[at] === BAR) return column(window, at);
  return window.text[at] === COLON ? passwordFile(window, at) : undefined;
}
