import type { Manifest } from "./manifest.ts";

/** A claim of a manifest that overlaps one of another publisher. */
export interface Overlap {
  readonly claim: string;
  /** Publisher, plugin and the claim that it overlaps. */
  readonly other: string;
}

/** No more are looked for: two large manifests may have millions. */
export const mostOverlaps = 20;

/** Paths and loggers that two publishers claim, or of which one is inside the other's; at most `mostOverlaps`. */
export function findOverlaps(manifest: Manifest, others: readonly Manifest[]): Overlap[] {
  const found: Overlap[] = [];
  for (const kind of ["paths", "loggers"] as const)
    for (const [own, other] of pairsOf(claimsIn([manifest], kind), claimsIn(others, kind), kind)) {
      const overlap = { claim: own.text, other: `${other.plugin} (${other.text})` };
      if (found.push(overlap) === mostOverlaps) return found;
    }
  return found;
}

type Kind = "paths" | "loggers";

interface Claim {
  readonly text: string;
  readonly segments: readonly string[];
  /** With its publisher. */
  readonly plugin: string;
}

const claimsIn = (manifests: readonly Manifest[], kind: Kind): Claim[] =>
  manifests.flatMap(({ publisher, plugins }) =>
    plugins.flatMap((plugin) =>
      plugin[kind]
        .filter((text) => text !== "")
        .map((text) => ({
          text,
          segments: text.split(kind === "paths" ? "/" : "."),
          plugin: `${publisher}/${plugin.name}`,
        })),
    ),
  );

/** Each claim with each that is in it, or that it is in. */
function* pairsOf(own: readonly Claim[], others: readonly Claim[], kind: Kind): Generator<[own: Claim, other: Claim]> {
  const [ownTree, otherTree] = [treeOf(own), treeOf(others)];
  for (const claim of own) for (const other of claimsAround(claim, otherTree, kind)) yield [claim, other];
  for (const other of others)
    for (const claim of claimsAround(other, ownTree, kind)) if (claim.text !== other.text) yield [claim, other];
}

/** Claims by their segments. */
interface Tree {
  readonly below: Map<string, Tree>;
  readonly claims: Claim[];
}

function treeOf(claims: readonly Claim[]): Tree {
  const root: Tree = { below: new Map(), claims: [] };
  for (const claim of claims) {
    let at = root;
    for (const segment of claim.segments) {
      const next = at.below.get(segment) ?? { below: new Map(), claims: [] };
      at.below.set(segment, next);
      at = next;
    }
    at.claims.push(claim);
  }
  return root;
}

/** The claims that a claim is in: a path if any part of it is the same, a logger only if the beginning is. */
function* claimsAround({ segments }: Claim, tree: Tree, kind: Kind): Generator<Claim> {
  const starts = kind === "paths" ? segments.length : 1;
  for (let start = 0; start < starts; start++) {
    let at = tree.below.get(segments[start]!);
    for (let next = start + 1; at; next++) {
      yield* at.claims;
      at = next < segments.length ? at.below.get(segments[next]!) : undefined;
    }
  }
}
