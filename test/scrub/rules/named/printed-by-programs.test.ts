import { expect, test } from "vitest";
import { createScrubber } from "../../../../src/scrub/scrub.ts";
import { scrubInPieces } from "../../inputs/pieces.ts";

const scrubber = createScrubber();
const { text } = scrubber;

const record = (said: string): string =>
  `${JSON.stringify({ log: `${said}\n`, stream: "stdout", time: "2026-05-01T10:00:00.1Z" })}`;
const records = (...lines: readonly string[]): string => lines.map(record).join("\n");
const BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";

/** `§` stands for the secret: a word, so that only its place shows what it is. */
const forms: readonly string[] = [
  "PASSWORD=§!",
  "DB_PASSWORD=§?\nLANG=C",
  "export DB_PASSWORD=§!!",
  "[mysql]\npassword = §1!\nhost = x",
  "lavalink:\n  password: §!\n  host: x",
  "      - DB_PASSWORD=§!\n      - DB_USER=ada",
  "Environment=A=x LAVALINK_PASSWORD=§! LANG=C",
  '"LAVALINK_PASSWORD=§!",',
  "bot-1  | LAVALINK_PASSWORD=§!",
  "  502  export LAVALINK_PASSWORD=§!",
  ": 1699999999:0;export LAVALINK_PASSWORD=§!",
  "-DB_PASSWORD=§!\n+DB_PASSWORD=§?",
  "2026-05-01 10:00:00,123 INFO red.core: DB_PASSWORD=§!",
  "DB_PASSWORD=§! # production",
  "python bot.py --password §! --verbose",
  "docker login -u ada -p §!",
  "curl -u ada:§! http://x",
  "htpasswd -nb ada §!",
  "htpasswd -nb TAVERN\\ada §",
  "requirepass §!",
  "setx DISCORD_TOKEN §!",
  "ENV DB_PASSWORD §!",
  '"LAVA_PW": "§"',
  "('LAVALINK_PASSWORD', '§')",
  "PGPASSWORD              §1\nLANG                    C",
  "{ passwords: Set(2) { '§', 'other1other' } }",
  "{\n  passwords: Set(2) {\n    'other1other',\n    '§'\n  }\n}",
  "{ password: [Getter: '§'] }",
  "    command:\n      - redis-server\n      - --requirepass\n      - §\n    image: redis",
  '            "Cmd": [\n                "--requirepass",\n                "§"\n            ],',
  'bot-1  |   "args": [\nbot-1  |     "--password",\nbot-1  |     "§"\nbot-1  |   ],',
  '1 verbose argv "start" "--" "--token" "§"',
  "│ password │ '§' │",
  "│ 0       │ 'PASSWORD' │ '§' │",
  "║ LAVALINK_PASSWORD │ §1            ║",
  "┏━━━━━━┳━━━━━━━━━━┓\n┃ User ┃ Password ┃\n┡━━━━━━╇━━━━━━━━━━┩\n│ ada  │ § │\n│ bob  │ § │\n└──────┴──────────┘",
  "┌─────────┬──────┬──────────┐\n│ (index) │ host │ password │\n├─────────┼──────┼──────────┤\n│ 0       │ 'a'  │ '§' │\n│ 1       │ 'b'  │ 'other1other' │\n└─────────┴──────┴──────────┘",
  "INFO sqlalchemy.engine.Engine INSERT INTO users (name, password) VALUES (?, ?)\nINFO sqlalchemy.engine.Engine [generated in 0.00012s] ('ada', '§')",
  "2026-05-01 10:00:00,123 INFO sqlalchemy.engine.Engine UPDATE users SET password=? WHERE id = ?\n2026-05-01 10:00:00,123 INFO sqlalchemy.engine.Engine [cached since 3.2s ago] ('§', 5)",
  '  sql: \'INSERT INTO "users" ("id","password") VALUES ($1,$2)\',\n  parameters: [ 1, \'§\' ]',
  "  bindings: [ 'ada', '§' ],\n  sql: 'insert into \"users\" (\"name\", \"password\") values (?, ?)'",
  'Query: insert into "users" ("id", "password") values ($1, $2) -- params: [5, "§"]',
  'prisma:query INSERT INTO "User" ("name","password") VALUES ($1,$2)\nprisma:query Params: ["ada","§"]',
  "bot-1  | [SQL: INSERT INTO users (name, password) VALUES (?, ?)]\nbot-1  | [parameters: ('ada', '§')]",
  "2026-05-01T10:00:00.1Z ┌──────┬──────────┐\n2026-05-01T10:00:00.1Z │ host │ password │\n2026-05-01T10:00:00.1Z ├──────┼──────────┤\n2026-05-01T10:00:00.2Z │ 'a'  │ '§' │\n2026-05-01T10:00:00.2Z └──────┴──────────┘",
  "bot-1  | │ host │ password │\nbot-1  | ├──────┼──────────┤\nbot-1  | │ 'a'  │ '§' │\nbot-1  | └──────┴──────────┘",
  "2026-05-01T10:00:00.1Z <name>password</name>\n2026-05-01T10:00:00.2Z <value>§</value>",
  "bot-1  |   <key>password</key>\nbot-1  |   <string>§</string>",
  "bot-1  | | id | password |\nbot-1  | |----|----------|\nbot-1  | | 1 | § |",
  "2026-05-01T10:00:00.1Z +----+----------+\n2026-05-01T10:00:00.1Z | id | password |\n2026-05-01T10:00:00.1Z +----+----------+\n2026-05-01T10:00:00.2Z |  1 | § |\n2026-05-01T10:00:00.2Z +----+----------+",
  "bot-1  | 2 validation errors for Settings\nbot-1  | bot.api_key\nbot-1  |   Value error, short [type=value_error, input_value='§', input_type=str]",
  "  ioredis:redis write command[lava:6379]: 0 -> auth([ '§' ]) +1ms",
  "ioredis:redis write command[127.0.0.1:6379]: 0 -> auth([ 'default', '§' ]) +1ms",
  "[{'type': 'string_type', 'loc': ('password',), 'msg': 'Input should be a valid string', 'input': '§'}]",
  '{"detail":[{"type":"x","loc":["body","password"],"msg":"String should have at least 20 characters","input":"§"}]}',
  'SECRET = os.getenv("X", "§")',
  "password = os.environ.get('LAVA', '§')",
  '  password: process.env.LAVA ?? "§",',
  'token = os.environ["BOT"] or "§"',
  'setx DISCORD_TOKEN "§" /M',
  "Name  : DB_PASSWORD\nValue : §",
  "password:\r\r\n  §\r\r\n",
  '{"message":"requirepass §"}',
  ">>> 'requirepass § x'",
  "CREATE USER `ada`@`%` IDENTIFIED WITH 'mysql_native_password' AS '§';",
  "define('DB_PASSWORD', 'Other1other' . '§');",
  "http --auth ada:§ GET https://x.example/",
  'auth.set_access_token("123-q7Hn3bXc5Rt4Kp", "§")',
  "cmd=net use Z: \\\\nas\\files § /user:ada",
  '<input value="§" type="password" name="pw">',
  records("lavalink:", "  password:", "    §"),
  records("  password:", "    '§',"),
  records("started\r", "echo '§' > /run/secrets/db_password\r", "ready\r"),
  record('echo -n §5 > "~/.bot/.token"\r'),
  `{"m":"echo '§' > /run/secrets/db_password"}`,
  records("-----BEGIN PRIVATE KEY-----", BODY, `${BODY}§==`, "-----END PRIVATE KEY-----", "ready"),
];

test.each(forms)("the secret is removed, with its marks, in pieces of any size as well: %s", (form) => {
  const input = form.replaceAll("§", "tavernlavalink");
  const scrubbed = text(input).text;
  expect(scrubbed).not.toContain("tavernlavalink");
  expect(scrubbed).not.toMatch(/(?:API-SECRET|PRIVATE-KEY)[!?]/);
  expect(text(scrubbed).text).toBe(scrubbed);
  for (const after of ["", "\nx"])
    for (const size of [1, 7])
      expect(scrubInPieces(scrubber, Buffer.from(input + after), [size]).toString()).toBe(text(input + after).text);
});

test("a key over several records of Docker's log leaves whole records", () => {
  const log = `${records("before", "-----BEGIN PRIVATE KEY-----", BODY, `${BODY}==`, "-----END PRIVATE KEY-----", "after")}\n`;
  const lines = text(log).text.trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { log: string }).log)).toEqual([
    "before\n",
    "PRIVATE-KEY\n",
    "after\n",
  ]);
});

/** The marks after a value belong to the sentence around it. */
const sentences: readonly string[] = [
  "got password=0nce-upon-a-time!",
  "is it password=0nce-upon-a-time?",
  "**PASSWORD=0nce-upon-a-time**",
];

test.each(sentences)("marks of a sentence stay: %s", (sentence) => {
  expect(text(sentence).text).toBe(sentence.replace("0nce-upon-a-time", "API-SECRET"));
});

const lookAlikes: readonly string[] = [
  "Password: Nope!",
  "password: required!",
  "token: invalid.",
  "('TOKEN', 'missing')",
  '("LAVALINK_PASSWORD", "required")',
  "{ commands: Set(2) { 'password', 'token' } }",
  "{ tokens: Set(0) {} }",
  "{ token: [Getter], password: [Getter: undefined] }",
  "command:\n  - --token\n  - --verbose",
  '"--password",\n"--verbose"',
  'verbose argv "run" "--token" "--verbose"',
  "    '--binary-authorization',\n    'Binary authorization is not supported here.',",
  '  "--token",\n  "TOKEN",',
  "│ password │ required │",
  "│ 'token' │ undefined │",
  "│ name │\n├──────┤\n│ password │\n├──────────┤\n│ tavernlavalink │",
  "│ 'token' │ 'string' │",
  "┌─────────┬─────────┬────────┐\n│ (index) │ command │ tokens │\n├─────────┼─────────┼────────┤\n│ 0       │ 'play'  │ 12     │\n└─────────┴─────────┴────────┘",
  "bot-1  | | id | tokens |\nbot-1  | |----|--------|\nbot-1  | | 1 | 12 |",
  "bot-1  | name\nbot-1  |   String should match pattern '^x' [type=x, input_value='tavernlavalink', input_type=str]",
  "├── password\n│   └── index.js\n└── token",
  "INFO sqlalchemy.engine.Engine SELECT users.password FROM users WHERE users.name = ?\nINFO sqlalchemy.engine.Engine [generated in 0.00012s] ('ada',)",
  "parameters: [ 1, 'ada', 'guild' ]",
  "bindings: [ 'ada', 'prefix' ],\n  sql: 'select \"token\" from \"users\" where \"name\" = ?'",
  "auth(['required'])",
  "router.get('/bans', auth(['moderator']), list)",
  '@auth(["owner"])',
  "const claves = ['nombre', 'valor'];",
  "ioredis:redis write command[127.0.0.1:6379]: 0 -> get([ 'queue' ]) +1ms",
  "[{'type': 'missing', 'loc': ('token',), 'msg': 'Field required', 'input': None}]",
  "[{'type': 'missing', 'loc': ('name',), 'msg': 'Field required', 'input': 'tavernlavalink'}]",
  'const name = process.env.NAME ?? "tavernlavalink"',
  'setx TOKEN_TTL "3600"',
  "Name  : Spooler\nValue : running",
  '{"message":"requirepass is missing"}',
  '{"message":"requirepass"}',
  "identified with 'best' as 'good'",
  "define('TOKEN_NAME', 'token' . 'Name');",
  "http --auth-type bearer https://x.example/",
  "the net use: memory",
  "step: poetry config virtualenvs.create false",
  '<input value="Search" type="text" name="q">',
  records("lavalink:", "  host: lava"),
  records("Password:", "Logged in as ada"),
  records("Checking token:", "  valid"),
  '{"m":"htpasswd -nb ada\\n\\nend of it"}',
  "password: Passwort\nforgot_password: Passwort vergessen?",
  '{"m":"type={shown ? \\"password\\" : \\"tavernlavalink\\"}"}',
];

test.each(lookAlikes)("text without a secret stays: %s", (line) => {
  expect(text(line).text).toBe(line);
});
