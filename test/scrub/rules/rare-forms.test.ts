import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const scrubber = createScrubber();
const scrub = (text: string): string => scrubber.text(text).text;

const hex = (length: number): string =>
  "9b1f04c7e2a86d35f07c41be938a2d6e5c0b7f1a4e63d928b0c5f7e1a2d4960b71ce".slice(0, length);
const mixed = (length: number): string => "k3Xv9QmT2bLw7ZcR5nYd8HsF1gJp4UaE6oVi0KtBq2Wy7DfM3xNhSrPzC".slice(0, length);

/** Forms that no other test has, and what remains of them. */
const forms: readonly (readonly [form: string, becomes: string])[] = [
  [`use ${mixed(14)}.atlasv1.${mixed(57)}abcdefgh now`, "use API-SECRET now"],
  [`use pat${mixed(14)}.${hex(64)} now`, "use API-SECRET now"],
  [`use ${hex(32)}-us14 now`, "use API-SECRET now"],
  [`use ${hex(10)}msh${hex(15)}p1${hex(5)}jsn${hex(12)} now`, "use API-SECRET now"],
  [`use ${mixed(6)}_${mixed(29)}_mmk now`, "use API-SECRET now"],
  ["write to ada@mail.xn--p1ai or ada@xn--e1afmkfd.xn--p1ai.", "write to EMAIL-ADDRESS or EMAIL-ADDRESS."],
  ["/cygdrive/c/Users/ada/bot", "/cygdrive/c/Users/USERNAME/bot"],
  ["C:\\Documents and Settings\\ada\\bot", "C:\\Documents and Settings\\USERNAME\\bot"],
  ["/System/Volumes/Data/Users/ada/bot", "/System/Volumes/Data/Users/USERNAME/bot"],
  ["sftp:/home/ada/bot", "sftp:/home/USERNAME/bot"],
  [`SONARLOGIN=${hex(40)}`, "SONARLOGIN=API-SECRET"],
  ['  @api_key "0nce-upon"\n  @timeout 5', '  @api_key "API-SECRET"\n  @timeout 5'],
  ['> puts ENV["TOKEN"]\n0nce-upon', '> puts ENV["TOKEN"]\nAPI-SECRET'],
  ['>>> print(os.environ["API_TOKEN"])\n0nce-upon', '>>> print(os.environ["API_TOKEN"])\nAPI-SECRET'],
  ["Password ...: 0nce-upon", "Password ...: API-SECRET"],
  [`Api Key ....: ${mixed(24)}`, "Api Key ....: API-SECRET"],
  ["scott/0nce-upon@//db:1521/bot", "scott/API-SECRET@//db:1521/bot"],
  [
    "example.org\tFALSE\t/\tTRUE\t1790000000\tsid\t8f3kd92jfk3",
    "example.org\tFALSE\t/\tTRUE\t1790000000\tsid\tAPI-SECRET",
  ],
  ["define( 'DB_PASSWORD' , '0nce-upon' );", "define( 'DB_PASSWORD' , 'API-SECRET' );"],
  [`buildConfigField 'String' , 'API_KEY' , '"${hex(32)}"'`, `buildConfigField 'String' , 'API_KEY' , '"API-SECRET"'`],
  ['String password = new String("0nce-upon");', 'String password = new String("API-SECRET");'],
  ['auto token = std::string("0nce-upon");', 'auto token = std::string("API-SECRET");'],
  ["paasword: 0nce-upon", "paasword: API-SECRET"],
  ["DB_PASWD=0nce-upon", "DB_PASWD=API-SECRET"],
  [`fly_token: FlyV1 ${mixed(48)}`, "fly_token: FlyV1 API-SECRET"],
  [`use SUA${"K7QX2WZB4MDV".repeat(5).slice(0, 55)} now`, "use API-SECRET now"],
  [`id STS.${mixed(25)} of a session`, "id API-SECRET of a session"],
  [`$krb5asrep$23$ada@example.org:${hex(32)}$${hex(64)}`, "API-SECRET"],
  [`wandb login ${hex(40)}`, "wandb login API-SECRET"],
  [`wandb login --relogin ${hex(40)}`, "wandb login --relogin API-SECRET"],
  ["vault login succeeded", "vault login succeeded"],
  ["3782 822463 10005 and 3530 1113 3330 0000", "CARD-NUMBER and CARD-NUMBER"],
];

test.each(forms)("%j becomes %j", (form, becomes) => {
  expect(scrub(form)).toBe(becomes);
});

/** Texts that differ from a form of a secret, or from an address, by one thing. */
const lookAlikes = [
  `${mixed(14)}.atlasv1.${mixed(40)}`,
  `pat${mixed(14)}.${hex(66)}`,
  `compat${mixed(14)}.${hex(64)}`,
  `${hex(32)}-us`,
  `${hex(33)}-us14`,
  `${hex(10)}msh${hex(15)}p1${hex(5)}jsn${hex(11)}x`,
  `${hex(5)}-${hex(4)}msh${hex(15)}p1${hex(5)}jsn${hex(12)}`,
  `${mixed(6)}_${mixed(29)}_mmkx`,
  `${mixed(6)}-${mixed(29)}_mmk`,
  `${hex(43)}-NRMA`,
  `${hex(40)}-NRMAx`,
  `1234567:${mixed(35)}`,
  `00DA000000.1abc!${mixed(57)}${mixed(40)}`,
  "foo-203.0.113.9.tgz",
  "foo-203.0.113.9_zeta",
  "jdk-203.0.113.9-zeta",
  "3400 0000 0000 0009",
  "Password ..: 0nce-upon",
  "9cott/0nce-upon@//db:1521/bot",
  "example.org\tFALSE\t/\tTRUE\t1790000000\tsid\tnone",
  'EOS_TOKEN = "EOS_TOKEN"',
  'token="token"',
  'GEN_AI_TOKEN = "gen.ai_token"',
  'authorization = "Bearer"',
  'proxy_auth = "basic"',
  "password: !secret",
  "password: &anchor",
];

test.each(lookAlikes)("%j stays", (text) => {
  expect(scrub(text)).toBe(text);
});
