import type { Rule } from "../../../rule.ts";
import { mapping, mappingAnchors } from "../lists/mapping.ts";
import { BECOMES } from "../value/secret-looks.ts";
import { blankColumn, blankColumnAnchors } from "./blank-columns.ts";
import { boxAnchors, boxColumn } from "./box-column.ts";
import { column, columnAnchors } from "./column.ts";
import { copied, copiedAnchors } from "./copied.ts";
import { csvAnchors, csvColumn, headedColumn, headingAnchors } from "./csv-column.ts";
import { inserted, insertedAnchors } from "./inserted.ts";
import { parameterAnchors, parameters } from "./parameters.ts";

const OPEN = 0x28;
const BAR = 0x7c;
const COLON = 0x3a;
const CLOSE = 0x5d;
const EQUALS = 0x3d;
const BRACKET = 0x5b;
const BLANK = 0x20;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SEMICOLON = 0x3b;

/**
 * Secrets in the columns of tables whose heading says so: `INSERT INTO … (…, password) VALUES (…, '…')` and the
 * parameters of such a statement on the next line, as SQLAlchemy, TypeORM, Sequelize, Knex, Drizzle and Prisma print
 * them, rows below `COPY … (…, password) FROM stdin;`, cells under `| password |` and a line of hyphens, under
 * `│ password │` in a box, under `name,password`, `"name";"password"`, and under capitals with blanks between them
 * (`NAME  TOKEN`); the members of a map whose name is `secrets`, `passwords` and the like, and of Kubernetes' manifests. A separate rule, since its
 * claims lie apart, over many lines: between them other rules find secrets.
 *
 * Misses statements over several lines, parameters of those longer than 384 bytes, cells of several words, tables with
 * bars that have no line under the headings, and in columns and maps of tokens what does not look random; maps inside
 * maps.
 *
 * Costs after `VALUES` a look at the columns before and at as many values; a look at the line of a first or last bar,
 * or of a comma or semicolon between names, and where that is a heading that says so, once at the table. After a name
 * in the plural a look at up to 2 kB. After `parameters: ` a look at the statement.
 */
export const tabularSecret: Rule = {
  name: "key-value",
  recognises: "secrets in the columns of tables and SQL",
  becomes: BECOMES,
  example: "name,password\nada,0nce-upon-a-time",
  priority: 40,
  on: true,
  anchors: () => [
    ...insertedAnchors(),
    ...columnAnchors(),
    ...boxAnchors(),
    ...csvAnchors(),
    ...headingAnchors(),
    ...mappingAnchors(),
    ...parameterAnchors(),
    ...blankColumnAnchors(),
    ...copiedAnchors(),
  ],
  teaches: (_, start) => start,
  match(window, at) {
    const sign = window.text[at];
    if (sign === COLON || sign === EQUALS || sign === CLOSE) return mapping(window, at);
    if (sign === SEMICOLON) return copied(window, at) ?? headedColumn(window, at) ?? csvColumn(window, at);
    if (sign! >= 0x80) return boxColumn(window, at);
    if (sign === BLANK) return blankColumn(window, at);
    if (sign === LF || sign === CR)
      return window.text[at - 1] === QUOTE ? headedColumn(window, at) : blankColumn(window, at);
    if (sign === OPEN) return inserted(window, at) ?? parameters(window, at);
    if (sign === BRACKET) return parameters(window, at);
    return sign === BAR ? column(window, at) : (headedColumn(window, at) ?? csvColumn(window, at));
  },
};
