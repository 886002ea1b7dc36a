import { expect, test } from "vitest";
import { createScrubber } from "../../../../src/scrub/scrub.ts";
import { scrubInPieces } from "../../inputs/pieces.ts";

const scrubber = createScrubber();
const { text } = scrubber;
const HERE = "§";
const SECRET = "tavernlavalink";

/** What programs write before each line of another. */
const margins: readonly (readonly [first: string, next: string])[] = [
  ["", ""],
  ["bot-1  | ", "bot-1  | "],
  ["0|bot  | ", "0|bot  | "],
  ["Nov 27 22:14:03 pi bot[812]: ", "Nov 27 22:14:04 pi bot[812]: "],
  ["2026-11-27 22:14:03,120 INFO bot: ", "2026-11-27 22:14:03,121 INFO bot: "],
  ["2026-11-27T22:14:03.120456789Z stdout F ", "2026-11-27T22:14:03.120456790Z stdout F "],
  ["[pod/bot-7d9c5b/bot] ", "[pod/bot-7d9c5b/bot] "],
  ["[22:14:03] ", "[22:14:04] "],
  ["#12 4.231 ", "#12 4.232 "],
  ["bot-1  | 22:14:03 DEBUG config ", "bot-1  | 22:14:03 DEBUG config "],
];

/** Values on the lines below their name. */
const below: readonly string[] = [
  "password:\n  §",
  "password: |\n  §",
  '"password":\n  "§",',
  "  db_password:\n    §\n  user: ada",
  "<password>\n  §\n</password>",
  '"name": "api_token",\n"value": "§"',
  "- name: DB_PASSWORD\n  value: §",
  "passwords:\n  - §\n  - other1other",
  'token = """\n§\n"""',
  '$token = @"\n§\n"@',
  "$token = @'\n§\n'@",
  "secret = <<EOT\n§\nEOT",
  "password = <<~SECRET\n  §\nSECRET",
  "$password = <<<TXT\n§\nTXT;",
  "TOKEN=$(cat <<'END'\n§\nEND\n)",
  "const password = `\n  §\n`;",
  "secrets:\n  database: §\n  mail: other1other",
  "secrets:\n  database: other1other\n  mail: §\nprefix: x",
  "passwords:\n  ada: '§'",
  'stringData:\n  endpoint: "§"',
  'secrets = {\n  database = "§"\n}',
  "[secrets]\ndatabase = §",
  "secrets:\n  # of the database\n  database: § # old",
  '"secrets" => {\n  "database" => "§"\n}',
];

/** Members of a map below a name in the plural, on one line. */
const maps: readonly string[] = [
  '{"secrets":{"db":"other1other","mail":"§"}}',
  '{"passwords": {"ada": "§", "bob": 5}}',
  "passwords = {'ada': '§'}",
  "const secrets = { db: '§', port: 5432 };",
  ":passwords => { ada: '§' }",
  '{\\"secrets\\":{\\"db\\":\\"§\\"}}',
];

const lookAlikes: readonly string[] = [
  "[secrets]\nDB = db_password\nfile = ./x",
  "[tokens]\nname = tavern",
  "[credentials]\nuser = ada\nhelper = store",
  "[2026-11-27 22:14:03] [DEBUG] token: refreshed",
  ...margins.flatMap(([first, next]) => [
    `${first}password:\n${next}required`,
    `${first}password:\n${next}  changed`,
    `${first}new token:\n${next}shard 5 is ready`,
    `${first}secrets:\n${next}  db_password:\n${next}    file: ./db.txt`,
    `${first}secrets:\n${next}  token:\n${next}    required: true\n${next}    description: the token`,
  ]),
  "secrets:\n  create: true\n  name: bot\n  existingSecret: bot-secrets",
  "secrets:\n  TOKEN: $" + "{{ secrets.TOKEN }}",
  "passwords:\n  edit: Change your password\n  no_token: You cannot come here",
  '{"tokens":{"color":"primary","space":"4"}}',
  '"credentials": {"type": "basic", "provider": "local"}',
  "data:\n  name: tavern\n  text: lavalink",
  "kind: ConfigMap\ndata:\n  prefix: lantern\n  name: tavernlavalink",
  "const tokens = { word: 'word', number: 'number' };",
  "secrets:\nprefix: tavernlavalink",
  "secret = <<EOT\ntwo words\nEOT",
  "password = <<EOT\nSELECT 1\nEOT",
  "const token = `\n  ${prefix}\n`;",
];

test.each(margins.flatMap(([first, next]) => below.map((form) => [first, next, form])))(
  "what is before each line (%j, %j) does not hide the value below its name: %j",
  (first, next, form) => {
    const [head, ...rest] = form!.split("\n");
    const input = [`${first}${head}`, ...rest.map((line) => `${next}${line}`), `${next}done`].join("\n");
    const once = text(input.replaceAll(HERE, SECRET)).text;
    expect(once).not.toContain(SECRET);
    expect(text(once).text).toBe(once);
  },
);

test.each(maps)("the members of a map with the name of secrets are removed: %j", (form) => {
  const once = text(form.replaceAll(HERE, SECRET)).text;
  expect(once).not.toContain(SECRET);
  expect(text(once).text).toBe(once);
});

test.each(["kind: Secret\ndata:\n  a: §", "data:\n  a: §\n  b: §\nkind: Secret", '{"data":{"a":"§"},"kind":"Secret"}'])(
  "the data of a manifest for secrets are removed: %j",
  (form) => {
    const data = Buffer.from("tavernlavalink").toString("base64");
    expect(text(form.replaceAll(HERE, data)).text).not.toContain(data);
  },
);

/** A string in so many strings of JSON. */
const nested = (value: string, depth: number): string => {
  let text = value;
  for (let i = 0; i < depth; i++) text = JSON.stringify({ log: text });
  return text;
};

test.each([1, 2, 3].flatMap((depth) => below.slice(0, 8).map((form) => [depth, form] as const)))(
  "a value below its name is found in strings in strings, %i deep: %j",
  (depth, form) => {
    const input = nested(`${form}\ndone`.replaceAll(HERE, SECRET), depth);
    const once = text(input).text;
    expect(once).not.toContain(SECRET);
    expect(() => JSON.parse(once)).not.toThrow();
    expect(text(once).text).toBe(once);
  },
);

test.each(lookAlikes)("text without a secret stays: %j", (line) => {
  expect(text(line).text).toBe(line);
});

test("lines with a margin give the same output in pieces", () => {
  const input = margins
    .flatMap(([first, next]) => below.map((form) => `${first}${form.replaceAll("\n", `\n${next}`)}\n`))
    .join("")
    .replaceAll(HERE, SECRET);
  const whole = text(input).text;
  expect(whole).not.toContain(SECRET);
  for (const size of [1, 7, 64]) expect(scrubInPieces(scrubber, Buffer.from(input), [size]).toString()).toBe(whole);
});
