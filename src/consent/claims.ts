/** What a plugin claims: where its events go, and which errors of a log belong to it. */
export interface Claim {
  readonly plugin: string;
  /** Protocol, host and project of its DSN, without any key: `https://o1.ingest.sentry.io/42`. */
  readonly destination: string;
  /** Parts of paths, as whole segments. Empty for a plugin that uses the library, which reports its own errors. */
  readonly paths: readonly string[];
  readonly loggers: readonly string[];
}

/** When consent was given. */
export interface Grant {
  readonly sinceMs: number;
  /** The number of the owner's answer. */
  readonly generation: number;
}

/** A claim that the consent covers. */
export interface AgreedClaim extends Claim, Grant {}

/** Why the consent does not cover a claim. */
export type Uncovered = "new destination" | "wider claim";

/**
 * The answer that covers all of a claim: the latest of the answers that cover its parts.
 *
 * A destination is covered if the owner agreed to it for any plugin of the publisher; a path or logger is covered if
 * it, or one above it, was agreed to. So a narrower claim, a new plugin name, or a plugin that moves to another agreed
 * destination needs no new answer.
 */
export function findGrant(agreed: readonly AgreedClaim[], claim: Omit<Claim, "plugin">): Grant | Uncovered {
  const destination = findOldest(agreed, (one) => one.destination === claim.destination);
  if (!destination) return "new destination";
  const parts = [
    ...claim.paths.map((path) => findOldest(agreed, ({ paths }) => paths.some((own) => isPathWithin(path, own)))),
    ...claim.loggers.map((name) => findOldest(agreed, ({ loggers }) => loggers.some((own) => isChild(name, own)))),
  ];
  let latest = destination;
  for (const part of parts) {
    if (!part) return "wider claim";
    if (part.generation > latest.generation) latest = part;
  }
  return { sinceMs: latest.sinceMs, generation: latest.generation };
}

/**
 * What is covered once the owner agrees to these claims. Parts that were covered before keep their date, even if the
 * same plugin now claims more. A claim has one entry for each answer on which its parts depend.
 */
export const agreeTo = (claims: readonly Claim[], before: readonly AgreedClaim[], now: Grant): AgreedClaim[] =>
  claims.flatMap((claim) => {
    const { plugin, destination } = claim;
    const grantOf = (part: Partial<Claim>) => {
      const grant = findGrant(before, { destination, paths: [], loggers: [], ...part });
      return typeof grant === "string" ? now : grant;
    };
    const own = grantOf({});
    const entries = new Map([[own.generation, { plugin, destination, paths: [], loggers: [], ...own } as Parts]]);
    const entryOf = (grant: Grant) => {
      const entry = entries.get(grant.generation) ?? { plugin, destination, paths: [], loggers: [], ...grant };
      entries.set(grant.generation, entry);
      return entry;
    };
    for (const path of claim.paths) entryOf(grantOf({ paths: [path] })).paths.push(path);
    for (const name of claim.loggers) entryOf(grantOf({ loggers: [name] })).loggers.push(name);
    return [...entries.values()];
  });

type Parts = AgreedClaim & { readonly paths: string[]; readonly loggers: string[] };

/** The claims without duplicates, in a fixed order. */
export function uniteClaims(claims: readonly Claim[]): Claim[] {
  const known = new Map(claims.map((claim) => [JSON.stringify(inOrder(claim)), claim]));
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
}

const inOrder = ({ plugin, destination, paths, loggers }: Claim) => [plugin, destination, paths, loggers];

/** The earliest of several that cover the same. */
export const findOldest = (
  agreed: readonly AgreedClaim[],
  covers: (one: AgreedClaim) => boolean,
): AgreedClaim | undefined =>
  agreed.reduce<AgreedClaim | undefined>(
    (oldest, one) => (covers(one) && !(oldest && oldest.generation <= one.generation) ? one : oldest),
    undefined,
  );

/** Whether every path that contains `path` also contains `above`. */
const isPathWithin = (path: string, above: string) => `/${path}/`.includes(`/${above}/`);

const isChild = (logger: string, above: string) => logger === above || logger.startsWith(`${above}.`);
