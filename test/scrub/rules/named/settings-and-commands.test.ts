import { expect, test } from "vitest";
import { createScrubber } from "../../../../src/scrub/scrub.ts";

const { text } = createScrubber();

/** `§` stands for the secret: a word, so that only its place shows what it is, or letters and digits. */
const words: readonly string[] = [
  "db: {host: localhost, password: §}",
  "db: { password: §, host: localhost }",
  "    - { host: lava, port: 2333, password: §, secure: false }",
  'basicAuth: "ada:§"',
  "PASSWORD_MYSQL=§",
  "PASSWORD_BOT: §",
  "/* password: § */",
  "<!-- password: § -->",
  'test: ["CMD", "redis-cli", "-a", "§", "ping"]',
  'command: ["mongosh", "-u", "root", "-p", "§"]',
  'ssh-keygen -t ed25519 -N "§" -f key',
  "dotnet nuget push x.nupkg -k § -s nuget.org",
  "doctl auth init -t §",
  "rclone config create r webdav user ada pass §",
  "cloudflared service install §",
  "aws ssm put-parameter --name /bot/token --value § --type SecureString",
  "az keyvault secret set --vault-name v --name x --value §",
  'podman secret create bot_token - <<< "§"',
  "printf '%s' '§' | docker secret create bot_token -",
  'token: str = Field(default="§")',
  'token = Field("§", env="TOKEN")',
  'hmac.new(b"§", body, "sha256")',
  "crypto.createHmac('sha256', '§')",
  "const key = crypto.scryptSync('§', 'salt', 24)",
  'client:run("Bot §")',
  "client:run('§')",
  'Kord("§")',
  '1699999999.123456 "AUTH" "§"',
  '"HELLO" "3" "AUTH" "default" "§"',
  '"CONFIG" "SET" "requirepass" "§"',
  "sending command: ('AUTH', '§')",
  "[SQL: INSERT INTO t (id, password) VALUES ($1::INTEGER, $2)]\n[parameters: (5, '§')]",
  "[SQL: UPDATE t SET name=?, password=? WHERE t.id = ?]\n[parameters: ('x', '§', 5)]",
  'UPDATE t SET name = ? -- PARAMETERS: ["x"]; UPDATE t SET password = ? -- PARAMETERS: ["§"]',
  'query failed: INSERT INTO "t"("id", "password") VALUES (DEFAULT, $1) -- PARAMETERS: ["§"]',
  `query failed: INSERT INTO "t"("note", "password") VALUES ('id: 5', $1) -- PARAMETERS: ["§"]`,
  "headers={host=[lava:2333], authorization=[§]}",
  'Secret { value: "§" }',
  "command: { name: 'auth', args: [ '§' ] }",
  "{ command: 'AUTH', args: ['default', '§'] }",
  '{"event":"auth","args":["§"]}',
  "{ options: [ { name: 'password', type: 3, value: '§' } ] }",
  "{ customId: 'password', value: '§' }",
  "mcrcon -H mc -P 25575 -p § list",
  "name\tpassword\nmain\t§",
  "*Password*: ||§||",
  "__Password__: §",
  "**Password**: ||§||",
  "• **Password:** §",
  "- name: password\n  required: true\n  value: §",
  "NAME      PASSWORD         HOST\nmain      §   lava",
  "NAME      PASSWORD\nmain      §\nother     x",
];

const randoms: readonly string[] = [
  "BOT_TOKENS=§,§",
  "TOKEN_DISCORD=§",
  "API_KEY_OPENAI=§",
  "`Bearer §`",
  "node bot.js -t §",
  'Fernet(b"§")',
  "TOKEN                     TTL   OWNER\n§   23h   ada",
  "The password for ada is §",
  "invalid_token=§",
  'wrong_password: "§"',
  "Password changed to §",
  "TRAEFIK_BASICAUTH=ada:§",
  "Message content: my token is §",
  "https://x.example/?auth=§",
];

const lookAlikes: readonly string[] = [
  'errors["password"] = "too short"',
  "errors['token'] = 'is too short (minimum is 8 characters)'",
  'errors.password = "Required"',
  'errors: { name: "x", password: "Too short" }',
  '{"errors":{"password":["is too short","is too simple"]}}',
  '{"password": ["This field is required."]}',
  'messages["token"] = "Token expired"',
  '@app_commands.describe(token="The token to use")',
  '"forgot_password": "Passwort vergessen?"',
  '<string name="enter_password">Enter your password</string>',
  '"token": "Token",',
  "e.token=t,e.password=n,e.secret=r",
  "this.token=e,this.key=t;var n=o(e,t)",
  '"token"===e?n.push(t):"secret"===e&&r.push(t)',
  "auth: { user: name, password: hashedPassword },",
  "type Login = { user: string, password: string }",
  "auth: { user: admin, password: secret }",
  'invalid_token: "The token is invalid"',
  "props: { token: Token }",
  "basicAuth: true",
  'basicAuth: "required"',
  "MAX_TOKENS=4096",
  "TOKENS=ada,bob",
  "node bot.js -t production",
  "python bot.py -t 20 -v",
  'createHmac("secret", "sha256")',
  "createHmac('sha256', key)",
  'client:run("start")',
  "ssh-keygen -t ed25519 -f key",
  "shared service installed",
  '"AUTH" "failed"',
  '["AUTH", "ECHO", "PING"]',
  '"auth", "session"',
  "[SQL: INSERT INTO t (id, name) VALUES ($1, $2)]\n[parameters: (5, 'tavernlavalink')]",
  "[SQL: UPDATE t SET password=?, name=? WHERE id=1]\n[parameters: (None, 'tavernlavalink')]",
  '"requiredHeaders": ["authorization", "x-api-key"]',
  "NAME       TYPE      REQUIRED\ntoken      string    yes",
  "NAME     TOKEN    TYPE\nmain     yes      word",
  "The password for ada is wrong",
  "Password reset to default",
  "- name: password\n  required: true\n  label: tavernlavalink",
  "?auth=getUserFromCacheOrStore2",
  "session: XMLHttpRequest2EventTarget",
  "Node { value: 'tavernlavalink' }",
  'Token { value: "tavernlavalink", span: 1..4 }',
  'exposedHeaders: ["x-auth-token", "x-request-id"]',
  'headers: ["Authorization", "Content-Type"]',
  "{ command: 'get', args: ['tavernlavalink'] }",
  "name\ttype\ntoken\tstring",
  "mcrcon -H mc -P 25575",
];

test("a long value with one digit is random if it has capitals within words", () => {
  expect(text("https://x.example/?auth=RUrPRv0JQtiXMJXzOMkowwWC").text).toBe("https://x.example/?auth=API-SECRET");
  expect(text("shard with token RUrPRv0JQtiXMJXzOMkowwWC").text).toBe("shard with token API-SECRET");
});

test.each(words)("the secret is removed, whatever it looks like: %s", (form) => isRemoved(form, "tavernlavalink"));
test.each(randoms)("the secret is removed if it looks random: %s", (form) => isRemoved(form, "qX7vLm2Rt9Kp4Zd8Ws1NcB"));

function isRemoved(form: string, secret: string): void {
  const scrubbed = text(form.replaceAll("§", secret)).text;
  expect(scrubbed).not.toContain(secret);
  expect(text(scrubbed).text).toBe(scrubbed);
}

test.each([
  'client.login("§");',
  'bot.run("§")',
  'JDABuilder.createDefault("§")',
  'discordgo.New("Bot §")',
  'discordgo.New("Bot " + "§")',
  'smtp.login("ada", "§")',
  'aiohttp.BasicAuth("ada", "§")',
  'jwt.decode(t, "§", algorithms=["HS256"])',
  'lavalink.add_node("lava", 2333, "§", "eu", "main")',
  "createHmac('sha256', \"§\")",
])("a string in a call is removed where it is in a string of JSON, which stays valid: %s", (form) => {
  for (const depth of [1, 2]) {
    let line = form.replace("§", "tavernlavalink");
    for (let i = 0; i < depth; i++) line = JSON.stringify({ message: line });
    const scrubbed = text(line).text;
    expect(scrubbed).not.toContain("tavernlavalink");
    expect(JSON.parse(scrubbed).message).toContain("API-SECRET");
  }
});

test.each(lookAlikes)("text without a secret stays: %s", (line) => {
  expect(text(line).text).toBe(line);
});

test("a label directly after the name of a secret is removed", () => {
  for (const line of ['"password": "too bright"', '{"message":{"password":"Summer"}}', 'error: { password: "Summer" }'])
    expect(text(line).text).toContain("API-SECRET");
});

test.each([
  "PASS §",
  "USER ada\r\nPASS §\r\n",
  "AUTH §",
  "AUTH default §",
  "OPER ada §",
  "token was §",
  '{"msg":"localhost:5432:red:ada:§"}',
  '{"log":"*:*:*:ada:§\\n","stream":"stdout"}',
  "Reset token for ada: §",
  "API key § is disabled",
])("what looks random is removed after words that say what it is: %s", (form) => {
  expect(text(form.replace("§", "q7Lm2Xz9Rt4Kp0Vd8Ns3")).text).not.toContain("q7Lm2Xz9Rt4Kp0Vd8Ns3");
});

test.each([
  "PASS test/scrub/options.test.ts",
  "PASS TestClientV2Api",
  "PASS vers20a",
  "AUTH required",
  "AUTH LOGIN",
  "OPER ada granted",
  "user: ada, password: incorrect",
  "login: ok password: reset",
  "email: string, password: yes",
  '{"key":"cooldown:12345:user:678:experience"}',
  "token was revoked",
  "Reset token for ada: expired",
  "[token]: refreshed",
  "[token]: 'identifier' expected",
  "error[token]: 'identifier' is expected",
  '{"msg":"[token]: \'identifier\' expected"}',
  "static:assets:main",
  "PASS: test_login",
  '{"log":"PASS: test_login\\n","stream":"stdout"}',
  "  -p, --password  ask for a password",
  '"passwordConfirm": "Confirm your password"',
  "__password__ = None",
  "publicKeyMaterial: MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
  "<p>&quot;password&quot; is required</p>",
  "<li>Enter the &quot;token&quot;: see below</li>",
  "GET /?q=%22token%22+is+%22required%22",
])("words in such places stay: %s", (line) => {
  expect(text(line).text).toBe(line);
});
