/**
 * The type of an error, from its printed name. Node prints a code or the inherited name in brackets after it: `Error
 * [ERR_X]` is an `Error`, `Stop [Error]` a `Stop`; only a minified class (`G [AggregateError]`) says less than what it
 * inherits from. A code that is part of the name (`DiscordAPIError[50035]`) stays.
 */
export function errorTypeOf(name: string): string {
  const [, own, inherited] = /^(.*\S) \[([^[\]]*)\]$/s.exec(name) ?? [];
  if (own === undefined || inherited === undefined) return name;
  return own.length <= 2 && /Error$/.test(inherited) ? inherited : own;
}
