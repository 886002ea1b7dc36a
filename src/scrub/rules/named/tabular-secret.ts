import type { Rule } from "../../rule.ts";
import { csvAnchors, csvColumn } from "./elsewhere/csv-column.ts";
import { column, columnAnchors } from "./key-value/column.ts";
import { BECOMES } from "./secret-looks.ts";
import { inserted, insertedAnchors } from "./statements/inserted.ts";

const OPEN = 0x28;
const BAR = 0x7c;

/**
 * Secrets in the columns of tables whose heading says so: `INSERT INTO … (…, password) VALUES (…, '…')`, cells under
 * `| password |` and a line of hyphens, and under `name,password` and `name;password`. A separate rule, since its claims
 * lie apart, over many lines: between them other rules find secrets.
 *
 * Misses statements over several lines, cells of several words, tables with bars that have no line under the headings,
 * with commas those whose first column is the secret, and in columns of tokens what does not look random.
 *
 * Costs after `VALUES` a look at the columns before and at as many values; a look at the line of a first or last bar, or
 * of a comma or semicolon between names, and where that is a heading that says so, once at the table.
 */
export const tabularSecret: Rule = {
  name: "key-value",
  recognises: "secrets in the columns of tables and SQL",
  becomes: BECOMES,
  example: "name,password\nada,0nce-upon-a-time",
  priority: 40,
  on: true,
  anchors: () => [...insertedAnchors(), ...columnAnchors(), ...csvAnchors()],
  teaches: (_, start) => start,
  match(window, at) {
    const sign = window.text[at];
    return sign === OPEN ? inserted(window, at) : sign === BAR ? column(window, at) : csvColumn(window, at);
  },
};
