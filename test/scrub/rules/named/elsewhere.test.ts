import { expect, test } from "vitest";
import { createScrubber } from "../../../../src/scrub/scrub.ts";

const scrubber = createScrubber();
const { text } = scrubber;
const HERE = "§";
/** The secret: a plain word where the form alone shows that it is one, and a random-looking text where it does not. */
const [WORD, RANDOM] = ["tavernlavalink", "q7Lm2Xz9Rt4Kp0Vd8Ns3"];

/** Forms in code, messages and devices with a secret that is not after a name and `=` or `:`. */
const told: readonly string[] = [
  'set(API_KEY "§")',
  '  @api_key "§"\n',
  "{'token': {'S': '§'}, 'id': {'N': '1'}}",
  "steamcmd +login ada § +app_update 1 +quit",
  "etcdctl --user root:§ get a",
  'Rcon("127.0.0.1", "§", 25575)',
  "proxy ada:§@proxy.example:8080 refused",
  'await client.login("ada", "§")',
  "client.login('ada.owls.example',\t'§')",
  'client.login("ada.owls.example",  "§")',
  "client.login(\n    'ada@owls.example',\n    '§',\n)",
  "smtp.login(user,\r\n           '§')",
  "requests.get(url, auth=(\n    'ada',\n    '§'\n))",
  'DriverManager.getConnection(\n    url,\n    "ada",\n    "§");',
  "[p]set api reddit client_id;abc client_secret;§",
  "Unseal Key 1: §",
  "mc alias set s3 https://s3.example ada §",
  "lxc config set bot environment.API_TOKEN §",
  "account default\nuser ada\npassword §\n",
  "['auth' => ['ada', '§']]",
  "bindpw §",
  "secure_link_secret §;",
  "aws ssm put-parameter --name /bot/x --type SecureString --value §",
  "aws ssm put-parameter --name /bot/x --value § --type SecureString",
  "echo § | sudo tee -a /etc/bot/token > /dev/null",
  "http -A bearer -a § https://api.example/",
  "Message: 'login with token %s'\nArguments: ('§',)",
  "Message: 'user %s has the password %r'\nArguments: ('ada', '§')",
  'Config {\n    password: Secret(\n        "§",\n    ),\n}',
  ' Token: (*string)(0xc000014250)((len=14) "§"),',
  "define('LOGGED_IN_SALT', '§');",
  "define( 'NONCE_KEY', '§' );",
  '"user","password","role"\n"ada","§","admin"',
  '"password","user"\n"§","ada"',
  '"user";"password"\r\n"ada";"§"\r\n',
  "password,user\n§,ada",
  "::set-output name=token::§",
  "::add-mask::§",
  "##vso[task.setvariable variable=token;issecret=true]§",
  "#0 /app/db.php(12): PDO->__construct('mysql:host=db', 'ada', '§')",
  "{ User = ada, Password = § }",
  "xfreerdp /u:ada /p:§ /v:host",
  "smbmap -u ada -p § -H host",
  '<add key="Discord:Token" value="§" />',
  "password:\n  type: string\n  example: §\n",
  '"api_key": {\n  "type": "string",\n  "example": "§"\n}',
  "- in: header\n  name: X-API-Key\n  schema: {type: string}\n  example: §",
  "security add-generic-password -a ada -s bot -w §",
  'kinit ada <<< "§"',
  'printf "%s\\n" "§" | sudo -S reboot',
  'set password "§"',
  '"token"\t:\t"§"',
  "token\t=\t§",
  "+ token: §",
  "<b>Password:</b> §1x",
  "[2026-11-27 22:14:03] [DEBUG]   password: §",
  "proxy_set_header X-Api-Key §;",
  'client.username_pw_set("ada", "§")',
  '"set-cookie": ["sid=§; Path=/"]',
  "schtasks /create /tn bot /ru ada /rp § /sc daily",
  "bcp db.dbo.t out t.dat -S srv -U sa -P§",
  "psexec -u ada -p § cmd",
  "useradd -m -p § bot",
  "mosquitto_pub -u ada -P § -t a",
  "snmpwalk -v3 -u ada -A § host",
  '["mysql", "-u", "root", "-p§"]',
  "rabbitmqctl add_user ada §",
  "cargo login §",
  "vault login §",
  "composer config http-basic.repo.example ada §",
  "mysqladmin -u root password §",
  "git config --global user.password §",
  "set -x DB_PASSWORD §",
  "Set-Item env:BOT_TOKEN §",
  "Set-Item -Path Env:API_KEY -Value '§'",
  'chpasswd <<< "ada:§"',
  "sudo -S apt update <<< §",
  'read -r TOKEN <<< "§"',
  "gh auth login --with-token <<< '§'",
  "printf '%s' '§' | gh auth login --with-token",
  "    DefaultPassword    REG_SZ    §",
  'reg add "HKLM\\Winlogon" /v DefaultPassword /t REG_SZ /d § /f',
  '\t"Password"\t\t"§"\n',
  'dotnet user-secrets set "Discord:Token" "§"',
  "│ DISCORD_CLIENT_SECRET │ § │",
  '  ~ db_password = "other" -> "§"',
  "PRAGMA key = '§';",
  "ALTER ROLE bot PASSWORD '§';",
  "bot:§@unix(/tmp/mysql.sock)/bot",
  'static API_KEY: &str = r#"§"#;',
  "getenv('TOKEN') ?: '§'",
  "$ENV{TOKEN} = '§';",
  '@password "§"',
  "password → '§'",
  'password = 0x55d0 "§"',
  "`password`: `§`",
  '{"key":"X-Api-Key","type":"text","value":"§"}',
  '{ "enabled": true, "value": "§", "key": "client_secret" }',
  "machine api.example\n  login ada\n  password §",
  "A temporary password is generated for root@localhost: §",
  'if ("§".equals(password)) {',
  'return "§".equalsIgnoreCase(user.getPassword());',
  "jwt.sign(payload, '§')",
  'jwt.sign({ id: user.id }, "§", { expiresIn: "7d" })',
  'jwt.verify(token, "§")',
  'jwt.encode(payload, "§", algorithm="HS256")',
  "new Sequelize('bot', 'ada', '§', { dialect: 'mysql' })",
  'pymysql.connect("db", "ada", "§", "bot")',
  'new PDO("mysql:host=db;dbname=bot", "ada", "§")',
  'new mysqli("db", "ada", "§")',
  "config.get('bot', 'token', fallback='§')",
  "Driver={MySQL};Server=db;UID=ada;PWD=§;",
  "PWD=§;UID=ada;Database=bot",
  "jdbc:oracle:thin:scott/§@//db.example:1521/orcl",
  "enable secret 0 §",
  "username ada privilege 15 password 0 §",
  "snmp-server community § RO",
  "gh secret set DISCORD_TOKEN --body §",
  'gh secret set DISCORD_TOKEN -b "§"',
  "    login(password)\n    │     └ '§'\n    └ <function login at 0x7f0a>",
  "    connect(host, db_password)\n    │       │     └ b'§'\n    │       └ 'db.example'\n    └ <function connect at 0x7f0a>",
  "    connect(token, host)\n    │       │      └ 'db.example'\n    │       └ '§'\n    └ <function connect at 0x7f0a>",
  "heroku config:add DISCORD_TOKEN=§",
  "dotenv set TOKEN §",
  "twine upload -u __token__ -p § dist/*",
  "http -a ada:§ GET db.example",
  "{ name: 'main', url: 'localhost:2333', auth: '§' }",
  '{\n  "url": "localhost:2333",\n  "auth": "§"\n}',
  "name,password\nada,§\n",
  'id,name,password\n1,"Lovelace, Ada","§"\n2,bob,§\n',
  "name;password\nada;§\n",
  "name,password\npeter,secret\nada,§\npeter,password\neve,§\n",
  'id;name;password\r\n1;"Lovelace; Ada";"§"\r\n2;bob;§\r\n',
  "snmpwalk -v2c -c § db.example",
  "snmpget -v 2c -c '§' db.example sysName.0",
  "poetry config pypi-token.pypi §",
  "poetry config --local http-basic.own ada §",
  "<password>\n  §\n</password>",
];

/** The same, but only values that look random are secrets. */
const likely: readonly string[] = [
  "ltoken_v2=§",
  "rollbar.init('§', 'production')",
  "mailjet.apiConnect('0123456789abcdef0123456789abcdef', '§')",
  'wolframalpha.Client("§")',
  'topgg.DBLClient(self, "§")',
  "new WebhookClient('133049272517001217', '§')",
  "Client('AC0123456789abcdef0123456789abcdef', '§')",
  "nats://§:@nats.example:4222",
  "[p]streamset twitchtoken §",
  "password_hash=§",
  "token → §",
  "password ⇒ §",
  "api_key ➜ §",
  "token -> §",
  "Incorrect API key provided: §. You can find your API key at …",
  "Improper token passed: §",
  "Password:\n§\n",
  "id,token\n1,§\n",
  "sp_dc=§",
];

const lookAlikes: readonly string[] = [
  "Authorization: Bearer sk-...abcd",
  "token: a1****z9",
  '"scripts": { "token": "node scripts/token.js" }',
  "senha: obrigatória",
  "exports.SOCKS5_AUTH = exports.SOCKS5_CUSTOM_AUTH_END = exports.SOCKS5_STATE = 1;",
  "exports.pw = pw",
  "withCredentials: kEnumerableProperty",
  "the command line of trailer.<token>.command",
  'emoji: {"secret": "㊙️"}',
  'elif token == "keyword":',
  "# token = 1*tchar",
  'backend: "Backend", private_key: "_DSAPrivateKey", data: bytes',
  'token = "place your token here"',
  "TOKEN=PASTE_YOUR_TOKEN_HERE",
  'token: "BOT_TOKEN_HERE"',
  "SIGNATURE_TYPE_AUTH_HEADER = 'AUTH_HEADER'",
  "def __init__(self, default_token='Bearer'):",
  'the default is "id_token" or "id_token token"',
  "headers['Authorization'] = 'Bearer %s' % token",
  'headers["Authorization"] = "Bearer {}".format(token)',
  "'auth_token': ['HTTP_X_AUTH_TOKEN', 'HTTP_X_STORAGE_TOKEN'],",
  "    pseudo_token: Pattern",
  '"secret": "㊙",',
  'Token: "#f8f8f2",',
  "accept_token = token + ACCEPT_GUID",
  '@token "a word of the language"',
  "password\tpam_unix.so",
  '"token": {"type": "string"}',
  "nginx:1.25@sha256:4f4fb700ef54461cfa02571ae0db9a0dc1e0cdb5577484a6d75e68dc38e8acc1",
  "cache:12@db.example:5432",
  'Rcon("127.0.0.1", "password")',
  "app.init('settings', 'production')",
  "std::vector<Token>::iterator it = all.begin();",
  "using SSWS 00abc for tests",
  'new Translator("en", "de")',
  'client = Client("irc.example.org", "ada")',
  'new YouTube("https://www.youtube.com/watch?v=dQw4w9WgXcQ")',
  '"id","name","token_count"\n"1","ada","42"',
  "token,count\nthe,120\nand,98",
  "::set-output name=version::abc123def456",
  "std::Token::name=token::Kind",
  '"password"==field.type',
  "Message: 'Shard %s connected'\nArguments: ('0a1b2c3d',)",
  "aws ssm put-parameter --name /bot/prefix --type String --value abc12",
  "echo done1 | tee -a build.log",
  "define('AUTH_KEY', 'put your unique phrase here');",
  "password incorrect",
  "user ada\nhas no password set\n",
  "password_hash: bcrypt",
  "{ Name = ada, Port = 5432 }",
  "AKIAIOSFODNN7EXAMPLE",
  "    token.ERRORTOKEN : Colors.Red,",
  "    private_key: PRIVATE_KEY_TYPES,",
  "        except InvalidToken:\n            pass\n",
  "    elif not password:\n            error = 'Password is required.'",
  'tokens = ["tavern", " ", "lavalink"]',
  "currentToken = ['at-word', css.slice(pos, next + 1), pos, next]",
  "echo aa|grep -Pw '(.)\\1' would match",
  "GNUTLS_PKCS_NULL_PASSWORD: Added",
  "is only available in -onepass mode",
  "New option --use-askpass=COMMAND",
  '<code class="directive_token">tavern</code>',
  "[30]: \"Unexpected token: '%0'\",",
  "    let token = 67174409;",
  "    InvalidClientSecret = 530007",
  '    tokenValue = "0x" + tokenValue;',
  "  'allPass': 'overEvery',",
  "  time_to_first_token: 'double',",
  "  credentials: kEnumerableProperty,",
  "zypp: fixed bmo#2281, bz#3322",
  "xfreerdp /p:",
  "bot-1  | token: refreshed",
  "+ token: refreshed",
  "[secrets]",
  "password:\n  type: string\n  example: string\n",
  "username:\n  type: string\n  example: tavernlavalink\n",
  "for example: tavernlavalink",
  'z.string().password("Too short")',
  "+ const token = getToken();",
  "vault login -method=github",
  "cargo login succeeded for ada",
  "mosquitto_pub -t a -m b -p 1883",
  "composer config --list",
  "git config user.email",
  "cat <<< text",
  "sudo -S apt update <<< $PASS",
  "read -r LINE <<< tavernlavalink",
  "passwd: password updated",
  "    Path    REG_SZ    tavernlavalink",
  '"password" "required"\n',
  '"token" "The token"\n',
  "reg add HKCU /v Path /t REG_SZ /d tavernlavalink /f",
  "│ token │ The token of the bot │",
  "│ password │ required │",
  "a ?: 'tavernlavalink'",
  "$HASH{NAME} = 'tavernlavalink';",
  'parser.add_argument("--token", help="the token of the bot")',
  "parser.add_argument('--password', default=None, required=False)",
  '@click.option("--token", envvar="TOKEN")',
  "    connect(password, host)\n    │       │         └ 'db.example'\n    │       └ None",
  "password\n└ 'a leaf of a tree'\n  └ 'another'",
  ...['"admin".equals(user.getName())', '"password".equals(name)', '"token".equals(token)', '"x".equals(password)'],
  ...["jwt.sign(payload, secret)", "jwt.sign(payload, process.env.SECRET)", "jwt.decode(token, 'utf8')"],
  ...["jwt.encode(payload, 'HS256')", "jwt.verify(token, publicKey)", 'sign("document", "signature")'],
  ...['createHmac("secret", "sha256")', 'Buffer.from("token", "base64")', 'new Sequelize("sqlite::memory:")'],
  ...["new Sequelize('bot', 'ada', process.env.DB_PASS)", 'signal.connect("clicked", "widget", "handler")'],
  ...['new PDO("mysql:host=db", $user, $pass)', 'sqlite3.connect("file", "mode", "option")'],
  ...["config.get('bot', 'prefix', fallback='!ada!')", "config.get('bot', 'token', fallback=None)"],
  ...["config.get('bot', 'token', fallback='')", "PWD=/srv/bot", "OLDPWD=/tmp;PWD=/srv;UID=0", "PWD=$HOME;Server=x"],
  ...["scott/@//db.example", "user@//db.example", "@scope/name@2.0.0", "https://db.example/@//x"],
  ...["enable secret scanning", "enable password encryption", "enable secret rotation 5 times"],
  ...["username ada password prompt", "snmp-server community", "snmp-server host 10", "snmp-server enable traps"],
  ...[
    "gh secret set TOKEN",
    "gh secret set TOKEN < token.txt",
    'gh secret set TOKEN --body "$TOKEN"',
    "gh secret list",
  ],
  ...[
    'gh issue create --body "a long text"',
    'gh pr create -b "nothing secret"',
    "heroku config:set",
    "dotenv set PREFIX !",
  ],
  ...["fly secrets list", "twine upload dist/*", "http -a ada GET db.example"],
  ...[
    "{ url: 'db.example', auth: 'required' }",
    "{ url: 'db.example', auth: 'basic' }",
    "{ url: 'db.example', auth: true }",
  ],
  ...["{ name: 'main', auth: 'bearer' }", "{ auth: 'none', url: 'db.example' }"],
  ...[
    "word,token\nthe,article\n",
    "token,count\nhello,3\n",
    "user,password\nstring,string\n",
    "id,api_key\n1,api_key\n",
  ],
  ...[
    "import getpass,os\nimport sys,re\n",
    "name,password\n",
    "name,password policy\nada,strict\n",
    "a, password\nb, strict\n",
  ],
  ...["id,password\n1,required\n", "from x import name,secret\nfrom y import name,other\n"],
  ...[
    "usage: login <token>\nDone\n",
    "<token>\nstring\n<name>",
    "Password:\nrequired\n",
    "Password:\nusername:\n",
    "Token:\nsee below\n",
  ],
  ...[
    "token → string",
    "token → next page",
    "apiKey → api_key",
    "password → required",
    "secret → config",
    "key → value",
  ],
  ...["token → {token}", "password ⇒ ********", "token -> String", "password -> Maybe Text", "fn token() -> String"],
  ...["Incorrect API key provided: your-api-key", "token provided: none", "No token provided: log in first"],
  ...[
    "Invalid token passed: expected string",
    "value provided: q7Lm2Xz9Rt4Kp0Vd8Ns3",
    "Improper token has been passed.",
  ],
  ...["the sp_dc cookie", "sp_dc: unknown"],
  ...["let name;password\nfoo(1);bar(2)\n", "name;password\n", "name;password policy\nada;strict\n"],
  ...["word;token\nthe;article\n", "user;password\nstring;string\n", "a; password\nb; strict\n"],
  ...["id;password\n1;required\n", "user,name;password\nada,Ada;x,y\n"],
  ...["snmpwalk -v2c -c $COMMUNITY db.example", "snmpwalk -v2c -c", "sh -c q7Lm2Xz9Rt4K", "grep -c q7Lm2Xz9Rt4K x"],
  ...["python -c q7Lm2Xz9Rt4K", "snmpd -c /srv/snmpd.conf", "snmpwalk db.example; sh -c '$X'", "snmpwalk -cv"],
  ...["poetry config virtualenvs.path /srv/q7Lm2Xz9Rt4K", "poetry config pypi-token.pypi --unset"],
  ...["poetry config --list", "poetry config http-basic.own --unset", "poetry config repositories.own db.example/x"],
  ...["poetry add q7Lm2Xz9Rt4K", "poetry config pypi-token.pypi $TOKEN", "poetry configure pypi-token.pypi x1y2z3"],
];

const secretIn = (form: string, secret: string): string => form.replaceAll(HERE, secret);

test.each([...told.map((form) => [form, WORD]), ...[...told, ...likely].map((form) => [form, RANDOM])])(
  "the secret is removed from %j (%s)",
  (form, secret) => {
    const once = text(secretIn(form!, secret!)).text;
    expect(once).not.toContain(secret);
    expect(text(once).text).toBe(once);
  },
);

test.each(lookAlikes)("text without a secret stays: %j", (line) => {
  expect(text(line).text).toBe(line);
});

const privatePart = "nWGxne-9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

test.each([`{"crv":"Ed25519","kty":"OKP","d":"${privatePart}"}`, `{ "d": "${privatePart}", "kty": "EC" }`])(
  "the private part of a key is removed: %j",
  (key) => {
    expect(text(key).text).not.toContain(privatePart);
  },
);

test.each([`{"d":"${privatePart}"}`, `{"kty":"EC","x":"${privatePart}"}`])("any other part stays: %j", (key) => {
  expect(text(key).text).toBe(key);
});

test.each([
  "| command | password |\n|---|---|\n| mysql -p§ red | §1 |\n| x | §2 |\n",
  "| command | password |\n|---|---|\n| x | §1 |\n| mysql -p§ red | §2 |\n| y | §3 |\n",
  "INSERT INTO jobs (command, password) VALUES ('x', '§1'), ('mysql -p§ red', '§2'), ('y', '§3')",
  "command,password\nmysql -p§ red,§1\nx,§2\n",
])("the values of another column of a table are removed as well: %j", (form) => {
  expect(text(secretIn(form, "q7Lm2Xz9Rt4K")).text).not.toContain("q7Lm2Xz9Rt4K");
});

test("a table gives the same output in pieces", () => {
  const table = `id,name,password\n${Array.from({ length: 20 }, (_, row) => `${row},ada,${WORD}${row}\n`).join("")}`;
  const stream = scrubber.stream();
  const out = [...Buffer.from(table)].map((byte) => Buffer.from(stream.push(Uint8Array.of(byte))));
  const whole = text(table).text;
  expect(whole).not.toContain(WORD);
  expect(Buffer.concat([...out, Buffer.from(stream.end())]).toString()).toBe(whole);
});

test("the usual password of Lavalink is one, although it ends like the name of a password", () => {
  expect(text("lavalink.add_node('127.0.0.1', 2333, 'youshallnotpass', 'eu')").text).not.toContain("youshallnotpass");
});

test("a password with a sign in it goes if only blanks are between it and its name", () => {
  expect(text("user      ada\npassword  lake!R4_stone\nhost      db").text).toBe(
    "user      ada\npassword  API-SECRET\nhost      db",
  );
  expect(text("password  optional").text).toBe("password  optional");
});

test.each(["ajwfltu56tvf0w70iaoxhedwytel3r", "wY3kRZ-pTHs_QbVcXd1LmNgJ"])("%s looks random behind a word", (secret) => {
  expect(text(`Generated token ${secret} for ada`).text).toBe("Generated token API-SECRET for ada");
  expect(text(`key=${secret}`).text).toBe("key=API-SECRET");
});

test.each([
  `["cookie='dXNlcjpwYXNzd29yZDE='hunter2"]`,
  `cookie='dXNlcjpwYXNzd29yZDE=''token=abcDEF12`,
  `Set-Cookie: dXNlcjpwYXNzd29yZDE=;dXNlcjpwYXNzd29yZDE='&password: `,
])("a list of cookies of which a value was replaced is not read again as one value: %s", (list) => {
  const once = text(list).text;
  expect(once).toContain("API-SECRET");
  expect(text(once).text).toBe(once);
});
