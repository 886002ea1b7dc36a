import { dig, textOf, textsIn } from "./json.ts";

/** What must never leave, read from the bot's settings. For memory only: never stored, never shown. */
export interface BotSecrets {
  /** The bot's token. */
  readonly tokens: readonly string[];
  /** Keys of other services, the password of the database, credentials of clones. */
  readonly secrets: readonly string[];
}

/** Words that stand in settings and are nobody's secret. */
const innocent = /^(?:localhost|postgres(?:ql)?|redbot|red|discord|true|false|null|none|default)$/i;

/**
 * The secrets in Red's core settings (JSON driver) and in the storage details of its instance. Shorter ones than 6
 * characters are left out: they would be found in innocent words. Pure.
 *
 * @param credentials - Of the repositories that its cogs come from.
 */
export function readSecrets(settings: unknown, storage: unknown, credentials: readonly string[] = []): BotSecrets {
  const core = dig(settings, "0");
  const token = textOf(dig(core, "GLOBAL", "token"));
  const shared = textsIn(dig(core, "SHARED_API_TOKENS"));
  const password = textOf(dig(storage, "password"));
  const secrets = [...shared, ...(password === undefined ? [] : [password]), ...credentials];
  return {
    tokens: token === undefined ? [] : [token],
    secrets: [...new Set(secrets.filter((secret) => secret.length >= 6 && !innocent.test(secret)))],
  };
}
