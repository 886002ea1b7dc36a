import { isTelling } from "../../scrub/claim/telling.ts";
import { keyStrength } from "../../scrub/rules/named/name/secret-keys.ts";
import { readCredentials } from "./cogs.ts";
import { dig, entriesOf, textOf, textsIn } from "./json.ts";

/** Secrets read from the bot's settings. Keep them in memory only: they are never stored or shown. */
export interface BotSecrets {
  /** The bot's token. */
  readonly tokens: readonly string[];
  /** Keys of other services, passwords, and credentials of clones. */
  readonly secrets: readonly string[];
}

/** The token and the keys of other services in Red's core settings. Pure. */
export function readCoreSecrets(settings: unknown): BotSecrets {
  const core = dig(settings, "0");
  const token = textOf(dig(core, "GLOBAL", "token"));
  return { tokens: token === undefined ? [] : [token], secrets: textsIn(dig(core, "SHARED_API_TOKENS")) };
}

/** The password of the database in the storage details of an instance. Pure. */
export function readStorageSecrets(storage: unknown): BotSecrets {
  const password = textOf(dig(storage, "password"));
  return { tokens: [], secrets: password === undefined ? [] : [password] };
}

/**
 * Whether the text of settings may contain anything that `readCogSecrets` finds. Much faster than `readCogSecrets`
 * itself.
 */
export const mayHoldSecrets = (json: string): boolean => telling.test(json);
const telling =
  /(?:pass|pwd?|wort|secret|token|key|auth|cred|sess|cookie|jwt|pat|hmac|sig|[spt]id)[\w.-]{0,12}"\s*:\s*["{[]|:\/\/[^"/\s@]*@/i;

/**
 * The secrets in the settings of a cog: values under names such as `password`, `api_key` or `spotify_token`. Values
 * that servers and members may set must look like secrets as well, since they could choose a common word. Pure.
 */
export function readCogSecrets(settings: unknown): BotSecrets {
  const found = new Set<string>();
  for (const [, scopes] of entriesOf(settings))
    for (const [scope, values] of entriesOf(scopes)) collect(values, scope === "GLOBAL" ? "global" : "other", found);
  return { tokens: [], secrets: [...found] };
}

/** Each secret once. What is short or commonly known is omitted: it would be found in harmless text. */
export function joinSecrets(all: readonly BotSecrets[]): BotSecrets {
  const secrets = all.flatMap((one) => one.secrets);
  return {
    tokens: [...new Set(all.flatMap(({ tokens }) => tokens))],
    secrets: [...new Set(secrets.filter((secret) => secret.length >= shortest && !innocent.test(secret)))],
  };
}

/** Shorter ones are not searched for: see `Literals`. */
const shortest = 8;
/** Words that occur in settings and are not secrets. */
const innocent = /^(?:localhost|postgres(?:ql)?|undefined|disabled)$/i;

/** Who can set a value: only the owner of the bot, or others too. */
type Scope = "global" | "other";

function collect(value: unknown, scope: Scope, found: Set<string>, depth = 8): void {
  if (typeof value === "string" && value.includes("://"))
    for (const secret of readCredentials(value)) found.add(secret);
  if (typeof value !== "object" || value === null || depth === 0) return;
  for (const name in value) {
    const item = (value as Record<string, unknown>)[name];
    if (isNameOfSecret(name)) for (const text of secretTexts(item, scope)) found.add(text);
    collect(item, scope, found, depth - 1);
  }
}

/** `password`, `api_key`; several of them: `tokens`. */
function isNameOfSecret(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39 && /^\d+$/.test(name)) return false; // the id of a member, or the place in a list
  return keyStrength(name) !== "none" || (name.endsWith("s") && keyStrength(name.slice(0, -1)) !== "none");
}

/**
 * A text directly under the name of a secret is a secret if the owner set it; deeper values need such a name, or form,
 * of their own.
 */
function secretTexts(value: unknown, scope: Scope): string[] {
  if (typeof value !== "string") return textsIn(value, 3).filter(isTelling);
  return isTelling(value) || (scope === "global" && !value.includes("://")) ? [value] : [];
}
