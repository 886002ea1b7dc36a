import type { Anchor, Span, Window } from "../../../rule.ts";
import { argumentAnchors } from "./arguments.ts";
import {
  ARCHIVERS_AND_DATABASES,
  CLOUDS,
  DIRECTORIES,
  ENCRYPTION,
  GLUED_CLIENTS,
  INTERPRETERS,
  KEY_GENERATORS,
  NETWORK_DEVICES,
  option,
  PASSWORD_CLIENTS,
  REDIS_CLIENT,
  REMOTE_DESKTOPS,
  TASKS,
} from "./options.ts";
import { hereString, pipedSecret } from "./piped.ts";
import {
  account,
  accountFile,
  BEGINNINGS,
  basicPassword,
  brokerUser,
  loginToken,
  netAccount,
  networkKey,
  repositoryToken,
  unsealingKey,
} from "./positional.ts";
import { authArguments, quotedCommand, redisSetting } from "./redis.ts";
import { putUnder } from "./stores.ts";
import { symbol } from "./symbol.ts";
import { bearerToken, user } from "./user.ts";

/** What may be before the name of a command, also the last letter of an escape. */
const BEFORE = `${BEGINNINGS}nrt`;

const ALNUM = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Where a command may have a secret as an argument. */
export const commandAnchors = (): Anchor[] => [
  { at: "p", before: "-", beforeThat: " " },
  { at: "p", before: "-", beforeThat: "\"'", after: `${ALNUM}` },
  { at: "p", before: "r", beforeThat: "/", thirdBefore: " ", after: " " },
  { at: ":", before: "p", beforeThat: "/", thirdBefore: " " },
  { at: "P", before: "-", beforeThat: " ", after: `${ALNUM} '"` },
  { at: "AX", before: "-", beforeThat: " ", after: " " },
  { at: "uU", before: "-", beforeThat: " " },
  { at: "u", before: "-", beforeThat: "-", thirdBefore: " ", after: "s" },
  { at: "u", before: "-", beforeThat: "y", thirdBefore: "x", after: "s" },
  { at: "a", before: "-", beforeThat: " ", after: " " },
  { at: "ktN", before: "-", beforeThat: " ", after: " " },
  { at: "apP", before: "-", beforeThat: "\"'", after: "\"'" },
  { at: "c", before: "-", beforeThat: " ", after: " " },
  { at: "w", before: "-", beforeThat: " ", after: `${ALNUM} '"` },
  { at: "[", before: " :", beforeThat: ':"', thirdBefore: 's"', after: " \"'" },
  { at: "[", before: "(", beforeThat: "h", thirdBefore: "t", fourthBefore: "u" },
  { at: ",", before: "\"'", beforeThat: "Hh", thirdBefore: "Tt", fourthBefore: "Uu" },
  { at: ",", before: "\"'", beforeThat: "sS", thirdBefore: "sS", fourthBefore: "aA" },
  { at: "p", before: "e", beforeThat: "r", thirdBefore: "i", fourthBefore: "u", after: "a" },
  { at: "a", before: "r", beforeThat: "e", thirdBefore: "t", fourthBefore: "s", after: "u" },
  { at: ":", before: "({", after: "abcdefghijklmnopqrstuvwxyz" },
  { at: "t", before: "h", beforeThat: BEFORE, after: "p" },
  { at: "t", before: "e", beforeThat: "n", thirdBefore: BEFORE, after: " " },
  { at: "_", before: "a", beforeThat: "p", thirdBefore: "w", after: "p" },
  { at: "q", before: "s", beforeThat: BEFORE, after: "l" },
  { at: "e", before: "o", beforeThat: "p", thirdBefore: BEFORE, after: "t" },
  { at: "|", before: " ", after: " " },
  { at: "u", before: "p", beforeThat: " ", after: "t" },
  { at: "<", before: "<", beforeThat: "<", after: ` "'` },
  { at: "_", before: "d", beforeThat: "d", thirdBefore: "a", after: "u" },
  { at: "n", before: "i", beforeThat: "g", thirdBefore: "o", after: " " },
  { at: "-", before: "p", beforeThat: "t", thirdBefore: "t", after: "b" },
  { at: "l", before: "a", beforeThat: "e", thirdBefore: "s", after: " " },
  ...argumentAnchors(BEFORE),
];

/** A secret that is an argument of a command, without a name that says so. Called at the anchors. */
export function givenToCommand(window: Window, at: number): Span | undefined {
  switch (window.text[at]) {
    case 0x70:
      if (window.text[at - 1] === 0x65) return redisSetting(window, at - 7);
      if (window.text[at - 1] === 0x72) return option(window, at, TASKS);
      return (
        option(window, at, window.text[at + 1] === 0x20 ? PASSWORD_CLIENTS : GLUED_CLIENTS) ??
        option(window, at, PASSWORD_CLIENTS)
      );
    case 0x50:
      return option(window, at, ARCHIVERS_AND_DATABASES);
    case 0x75:
      if (window.text[at - 1] === 0x70) return putUnder(window, at - 1);
      return user(window, at);
    case 0x55:
      return user(window, at);
    case 0x61:
      if (window.text[at - 1] === 0x72) return redisSetting(window, at - 6);
      return option(window, at, REDIS_CLIENT) ?? user(window, at) ?? bearerToken(window, at);
    case 0x6b:
      return option(window, at, ENCRYPTION);
    case 0x4e:
      return option(window, at, KEY_GENERATORS);
    case 0x77:
      return option(window, at, DIRECTORIES);
    case 0x41:
    case 0x58:
      return option(window, at, NETWORK_DEVICES);
    case 0x2c:
      return quotedCommand(window, at);
    case 0x5b:
      return authArguments(window, at);
    case 0x3c:
      return hereString(window, at);
    case 0x6e:
      return loginToken(window, at);
    case 0x6c:
      return unsealingKey(window, at);
    case 0x2d:
      return basicPassword(window, at);
    case 0x63:
      return option(window, at, NETWORK_DEVICES);
    case 0x65:
      return repositoryToken(window, at - 2);
    case 0x74:
      if (window.text[at - 1] === 0x2d) return option(window, at, CLOUDS) ?? option(window, at, INTERPRETERS, "likely");
      return window.text[at - 1] === 0x68 ? accountFile(window, at - 1) : netAccount(window, at - 2);
    case 0x5f:
      return window.text[at + 1] === 0x75 ? brokerUser(window, at) : networkKey(window, at - 3);
    case 0x71:
      return account(window, at - 1);
    case 0x7c:
      return pipedSecret(window, at);
    default:
      return window.text[at - 1] === 0x70 ? option(window, at, REMOTE_DESKTOPS) : symbol(window, at);
  }
}
