import { ownOptions, type ScrubOptions } from "../options.ts";
import type { Rule, RuleEntry } from "../rule.ts";
import { email } from "./addresses/email.ts";
import { ipv4 } from "./addresses/ipv4.ts";
import { ipv4InName } from "./addresses/ipv4-in-name.ts";
import { ipv6, ipv6InFull } from "./addresses/ipv6.ts";
import { ipv6InName } from "./addresses/ipv6-in-name.ts";
import { botToken } from "./discord/bot-token.ts";
import { interactionToken } from "./discord/interaction-token.ts";
import { invite } from "./discord/invite.ts";
import { discordName } from "./discord/name.ts";
import { snowflake } from "./discord/snowflake.ts";
import { webhook } from "./discord/webhook.ts";
import { literalEntries, literalRules } from "./literals/literals.ts";
import { macAddress, uuid } from "./mac-and-uuid.ts";
import { argumentSecret } from "./named/arguments/argument-secret.ts";
import { formatSecret } from "./named/formats/format-secret.ts";
import { keyValue } from "./named/key-value/key-value.ts";
import { sessionSecret } from "./named/session/session-secret.ts";
import { tabularSecret } from "./named/tables/tabular-secret.ts";
import { unnamedSecret } from "./named/unnamed-secret.ts";
import { ownWordsEntry, ownWordsRule } from "./own-words.ts";
import { accountFolder } from "./paths/account-folder.ts";
import { accountPath } from "./paths/account-path.ts";
import { accountVariable } from "./paths/account-variable.ts";
import { homePath } from "./paths/home-path.ts";
import { prompt } from "./paths/prompt.ts";
import { sharedPath } from "./paths/shared-path.ts";
import { bareCard, card, iban } from "./payment.ts";
import { coordinates, phone } from "./phone-and-coordinates.ts";
import { repeated } from "./repeated.ts";
import { jwt } from "./vendors/jwt.ts";
import { partedHash, partedSecret } from "./vendors/parted.ts";
import { privateKey } from "./vendors/private-key.ts";
import { puttyKey } from "./vendors/putty-key.ts";
import { vendorSecret } from "./vendors/secret.ts";
import { secretPath } from "./vendors/secret-path.ts";
import { vendorShape } from "./vendors/shape.ts";
import { urlCredentials } from "./vendors/url-credentials.ts";

/** Without a clock, numbers of a time after the build are no ids. */
const noClock = () => 0;

const fixed: readonly Rule[] = [
  privateKey,
  puttyKey,
  webhook,
  interactionToken,
  botToken,
  jwt,
  vendorSecret,
  vendorShape,
  partedSecret,
  partedHash,
  secretPath,
  urlCredentials,
  invite,
  email,
  macAddress,
  uuid,
  ipv6,
  ipv6InFull,
  ipv6InName,
  ipv4,
  ipv4InName,
  homePath,
  sharedPath,
  accountPath,
  accountFolder,
  accountVariable,
  prompt,
  keyValue,
  unnamedSecret,
  formatSecret,
  argumentSecret,
  sessionSecret,
  tabularSecret,
  discordName,
  iban,
  card,
  bareCard,
  phone,
  coordinates,
];

/** The rules that are on by default and have anchors. */
export const usualRules: readonly Rule[] = fixed.filter(({ on, anchors }) => on && anchors !== "runs");

/** The rules of one scrubber, by how they are searched for. */
export interface Selection {
  /** Rules whose anchors are known when vextel is built; `usualRules` itself if they are the same. */
  readonly fixed: readonly Rule[];
  /** Rules with anchors for the strings that were given. */
  readonly literal: readonly Rule[];
  /** Rules without anchors. */
  readonly runs: readonly Rule[];
  /** Whether `repeated` is among them. */
  readonly isRepeated: boolean;
}

/** The rules that these options select. */
export function selectRules(options: ScrubOptions): Selection {
  const {
    off = [],
    on = [],
    literals = {},
    words = [],
    ids = "shortened",
    idKey,
    nowMs = noClock,
  } = ownOptions(options);
  if (ids === "keyed" && (idKey === undefined || idKey.length < 16))
    throw new RangeError("keyed ids need an idKey of at least 16 bytes");
  const id = snowflake({ ids, idKey: idKey ?? new Uint8Array(), nowMs });
  const known = new Set(rules.map(({ name }) => name));
  for (const name of [...off, ...on])
    if (!known.has(name)) throw new RangeError(`there is no rule named ${JSON.stringify(name)}`);
  const isWanted = (rule: Rule) => (rule.on || on.includes(rule.name)) && !off.includes(rule.name);
  const wanted = fixed.filter(isWanted);
  const anchored = wanted.filter(({ anchors }) => anchors !== "runs");
  const isUsual = anchored.length === usualRules.length && anchored.every((rule, i) => rule === usualRules[i]);
  return {
    fixed: isUsual ? usualRules : anchored,
    literal: [...literalRules(literals), ownWordsRule(words)].filter((rule) => rule !== undefined).filter(isWanted),
    runs: [...wanted.filter(({ anchors }) => anchors === "runs"), ...[id].filter(isWanted)],
    isRepeated: isWanted(repeated),
  };
}

/** Every rule with what it recognises and its placeholder, the highest priority first. */
export const rules: readonly RuleEntry[] = [
  ...literalEntries,
  ownWordsEntry,
  ...fixed.filter(
    (rule) =>
      ![
        puttyKey,
        vendorShape,
        partedSecret,
        partedHash,
        secretPath,
        sharedPath,
        accountPath,
        accountFolder,
        accountVariable,
        prompt,
        ipv6InFull,
        ipv6InName,
        ipv4InName,
        unnamedSecret,
        formatSecret,
        argumentSecret,
        sessionSecret,
        tabularSecret,
        bareCard,
      ].includes(rule),
  ),
  repeated,
  snowflake({ ids: "shortened", idKey: new Uint8Array(), nowMs: noClock }),
]
  .map(({ name, recognises, becomes, example, priority, on }) => ({ name, recognises, becomes, example, priority, on }))
  .sort((a, b) => b.priority - a.priority);
