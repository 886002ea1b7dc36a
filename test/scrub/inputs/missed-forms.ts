/**
 * Those of the known forms (known-forms.ts) that are missed where they are encoded; all others are found there as well.
 */

/** In HTML and in URLs: calls and keys without the name of a secret, and strings in strings. */
export const missedEncoded: readonly string[] = [
  '{"kty":"oct","k":"§§"}',
  'commands.Bot(command_prefix="!").run("§")',
  '{"m":"{\\"n\\":\\"token = (\\\\\\"§\\\\\\")\\"}"}',
];

/** In HTML whose line ends are not encoded: values on another line than their names. */
export const missedInLines: readonly string[] = [
  'Connection c = DriverManager.getConnection(\n  url, "ada", "§");',
  "<key>password</key>\t\n    <string>§</string>",
  'array(1) {\n  ["password"]=>\n  string(14) "§"\n}',
  'object(Config)#1 {\n  ["token":protected]=>\n  string(14) "§"',
  "<key>password</key>\n<string>§</string>",
  "\t<key>token</key>\n\t<string>§</string>",
  'Content-Disposition: form-data; name="password"\r\n\r\n§\r\n--x',
  'Content-Disposition: form-data; name="password"\n\n§\n--x',
  'Content-Disposition: form-data; name="token"\nContent-Type: text/plain\n\n§\n------WebKit',
  "password: >-\n  §",
  '"password":\n  "§"',
  "bot_tokens:\n  - \"§\"\n  - 'other1other'",
  '"name" : "token",\n"value" : "§"',
  "<name>password</name>\n<value>§</value>",
  "<key>password</key>\n<value>§</value>",
  ">>> os.environ[\"TOKEN\"]\n'§'\n>>> ",
  ">>> bot.http.token\n'§'",
  ">>> print(config.token)\n§\n>>> ",
  "> process.env.DISCORD_TOKEN\n'§'\n> ",
  "In [3]: settings.PASSWORD\nOut[3]: '§'",
  'irb(main):001:0> ENV["TOKEN"]\n=> "§"',
  "(Pdb) p self.token\n'§'\n(Pdb) ",
  "ipdb> self.token\n'§'",
  'root@vps:/# echo "${DB_PASSWORD}"\r\n§\r\n',
  "C:\\bot>echo %DISCORD_TOKEN%\n§\n",
  "<tr>\n  <th>Password</th>\n  <td>§</td>\n</tr>",
  "bot_token\n  String should match pattern '^x' [type=string_pattern_mismatch, input_value='§', input_type=str]",
  "2 validation errors for Settings\nbot.api_key\n  Value error, short [type=value_error, input_value='§', input_type=str]",
  'token = "x8Kq2vLm9Pz" + "q7Hn3bXc5" +\n  "§"',
  'TOKEN = (\n    "x8Kq2vLm9Pz"\n    "q7Hn3bXc5"\n    "§"\n)',
  "bot-1  | >>> os.environ[\"TOKEN\"]\nbot-1  | '§'\nbot-1  | >>> ",
  "> ada@vps:~$ echo $TOKEN\n> §\n> ada@vps:~$ ",
];

/** In URLs: a path before a line end. */
export const missedInUrls: readonly string[] = ["C:\\bot>echo %DISCORD_TOKEN%\n§\n"];

/**
 * In the records of Docker's log: names that are not at the end of what is printed, and values that need a line of
 * their own.
 */
export const missedInRecords: readonly string[] = [
  "fastcgi_param DB_PASSWORD §;",
  "passwords: [other1other, §]",
  "api_keys: [ § ]",
  'token = "x8Kq2vLm9Pz" + "q7Hn3bXc5" +\n  "§"',
  'TOKEN = ("x8Kq2vLm9Pz"\n         + "§")',
  "smtp_sasl_password_maps = static:ada:§",
  "-[ RECORD 1 ]-\nname | ada\npassword | §",
  "API_SECRET   '§'",
  "2026-05-01T10:00:00.1234567Z localhost:5432:red:ada:§",
  "2026-05-01 10:00:00,123 INFO red.core: db.example.net:5432:*:ada:§",
  "[2026-05-01 10:00:00] [INFO] bot: enable secret 0 §",
];
