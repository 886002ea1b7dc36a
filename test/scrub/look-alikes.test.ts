import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { randomFrom } from "./slow/texts.ts";

const TEXTS = Number(process.env.VEXTEL_LOOK_ALIKES ?? 60);
const seed = Date.now() % 1_000_000;
const random = randomFrom(seed);
const pick = <T>(members: readonly T[]): T => members[Math.floor(random() * members.length)]!;
const chars = (length: number, alphabet: string): string => Array.from({ length }, () => pick([...alphabet])).join("");
const ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const hex = (length: number) => chars(length, "0123456789abcdef");
const mixed = (length: number) => chars(length, ALNUM);
const number = (digits: number) => String(Math.floor(random() * 10 ** digits));
const WORDS =
  "guild channel member message reaction voice queue track player node shard gateway session cache embed button modal slash command cog plugin handler listener role audit mute timeout level shop ticket poll reminder welcome filter".split(
    " ",
  );
const word = () => pick(WORDS);
const capital = () => word().replace(/^./, (letter) => letter.toUpperCase());
const words = (count: number, by = "_") => Array.from({ length: count }, word).join(by);
const joined = (count: number) => Array.from({ length: count }, capital).join("");
const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
const version = () => `${number(1)}.${number(2)}.${number(2)}`;

/** What bots and the tools around them write, and text that looks as random as a secret but is none. */
const forms: Readonly<Record<string, () => string>> = {
  commits: () => `commit ${hex(40)}, HEAD is now at ${hex(7)}, index ${hex(7)}..${hex(7)} 100644`,
  digests: () => `sha256:${hex(64)} md5 ${hex(32)}  ${word()}.opus --hash=sha256:${hex(64)}`,
  tags: () => `ETag: "${hex(32)}", request id ${uuid()} took ${number(3)}ms, event ${hex(32)}`,
  traces: () => `traceparent: 00-${hex(32)}-${hex(16)}-01`,
  images: () => `avatars/a_${hex(32)}.webp data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${mixed(160)}==`,
  emojis: () => `<:${words(2)}:> <t:17${chars(8, "123456789")}:R> @${word()} #${hex(6)} 0x${hex(6)}`,
  "frames of Node": () =>
    `    at async ${joined(3)}.<anonymous> (file:///app/node_modules/@${word()}/${words(2, "-")}/index-${mixed(8)}.mjs:${number(4)}:${number(2)})`,
  "frames of Python": () =>
    `  File "/usr/lib/python3.11/${words(2)}/${words(3)}.py", line ${number(3)}, in ${words(6)}`,
  bundles: () => `/assets/index-${mixed(8)}.js app.${hex(20)}.css webpack:///./chunk-${mixed(8)}.js`,
  containers: () => `${word()}/session:${version()}@sha256:${hex(64)} container ${hex(12)} overlay2/${hex(64)}/merged`,
  versions: () =>
    `${word()}==${version()} "${words(2, "-")}": "^${version()}-next.1+${hex(7)}" Chrome/${number(3)}.0.0.0`,
  pointers: () => `<${joined(2)} object at 0x7f${hex(10)}> 0x${hex(16)} in ?? ()`,
  "keys of caches": () => `key=${words(2, ":")}:v2:${number(5)} key: ${words(3, ".")} KeyError: '${words(3)}'`,
  "keys that open nothing": () =>
    `hotkey: Ctrl+Shift+F5 sort_key=${words(2)}_at "primaryKey": "${words(2)}_id_${number(2)}"`,
  "names of programs' own": () =>
    `pk_${words(3)} sk_${words(4)} re_${words(3)} hf_${words(5)} live_${words(5)} pat_${words(4)}`,
  "long names": () => `${joined(5)}2Of${capital()}.${word()}${joined(4)}3 ${words(6)}_v2_of_${number(2)}`,
  interfaces: () => `api: v10 ${word()} api=${words(2)}_v10 api ${word()} answered ${number(3)} in ${number(3)}ms`,
  tokens: () => `tokens: ${number(4)} prompt, max_tokens=${number(4)}, the token is invalid, token was refreshed`,
  parsers: () =>
    `Unexpected token '<', "<!DOCTYPE "... is not valid JSON; password is ${pick(["wrong", "missing", "too short"])}`,
  media: () => `watch?v=${mixed(11)} spotify:track:${mixed(22)} i.imgur.com/${mixed(7)}.png encoded QAAA${mixed(120)}`,
  ids: () => `nanoid ${mixed(21)} ulid 01J${chars(23, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")} ObjectId('${hex(24)}')`,
  fingerprints: () => `SHA256:${mixed(43)} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA${mixed(40)}`,
  pods: () => `${words(2, "-")}-${hex(10)}-${chars(5, "bcdfghjklmnpqrstvwxz2456789")} restarted`,
  money: () => `it costs $5 or $6.${number(2)} at $2/mo, $1 and $2 of /^\\$2[aby]\\$/`,
};

test.each(Object.entries(forms))(`%s stay as they are (seed ${seed})`, (_, form) => {
  const { text } = createScrubber();
  for (let i = 0; i < TEXTS; i++) {
    const line = form();
    expect(text(line).text).toBe(line);
  }
});
