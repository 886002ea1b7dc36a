/** A made-up private text, different in each run, and the part that must not be found afterwards. */
export interface Canary {
  /** The rule that should remove it. */
  readonly rule: string;
  /** As it is in a text. */
  readonly text: string;
  /** The private part. */
  readonly secret: string;
}

type Random = (below: number) => number;

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Canaries of every kind of private text that a bot's errors contain. */
export function createCanaries(random: Random): Canary[] {
  const pick = (letters: string, count: number) =>
    Array.from({ length: count }, () => letters[random(letters.length)]).join("");
  const word = (count: number) => pick("bcdfghjklmnprstvwz", count);
  const id = () =>
    String(
      BigInt(1_600_000_000_000 + random(100_000_000) - 1_420_070_400_000) * 4_194_304n + BigInt(random(4_194_304)),
    );
  const token = `${Buffer.from(id()).toString("base64url")}.${pick("GHIJKL", 1)}${pick(base64url.slice(0, 62), 5)}.${pick(base64url.slice(0, 62), 38)}`;
  const webhook = pick(base64url.slice(0, 62), 68);
  const address = `203.0.113.${1 + random(250)}`;
  const address6 = `2001:db8:${(4096 + random(60_000)).toString(16)}::${(4096 + random(60_000)).toString(16)}`;
  const [user, mailbox, password, invite] = [
    `k${word(8)}`,
    word(9),
    `${word(7)}${random(1000)}${word(4)}`,
    pick(base64url.slice(0, 62), 10),
  ];
  const urlPassword = `${word(8)}${random(100)}`;
  const plain = (rule: string, secret: string, text = secret): Canary => ({ rule, secret, text });
  const member = id();
  return [
    plain("bot-token", token.split(".")[2]!, token),
    plain("webhook", webhook, `https://discord.com/api/webhooks/${id()}/${webhook}`),
    plain("snowflake", member, `<@${member}>`),
    ...[id(), id(), id(), id()].map((secret, i) =>
      plain("snowflake", secret, [secret, `channel_id=${secret}`, `"guild_id": "${secret}"`, `/users/${secret}/`][i]),
    ),
    plain("ipv4", address),
    plain("ipv6", address6, `[${address6}]:443`),
    plain("email", mailbox, `${mailbox}@${word(6)}.net`),
    plain("home-path", user, `/home/${user}/bot/bot.py`),
    plain("key-value", password, `password=${password}`),
    plain("url-credentials", urlPassword, `postgres://bot:${urlPassword}@db.example/bot`),
    plain("invite", invite, `https://discord.gg/${invite}`),
  ];
}

/** All of them in one line of text. */
export const textOf = (canaries: readonly Canary[]): string => canaries.map(({ text }) => text).join(" , ");

/** The rules whose canary is found in a text, also in base64. */
export function survivorsIn(bytes: Uint8Array, canaries: readonly Canary[]): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const hits = canaries.filter(({ secret }) => text.includes(secret) || text.includes(toBase64(secret)));
  return [...new Set(hits.map(({ rule }) => rule))];
}

const toBase64 = (secret: string) =>
  Buffer.from(secret)
    .toString("base64")
    .replace(/={1,2}$/, "")
    .slice(0, -1);
