import type { Manifest } from "../manifest.ts";
import { describeProblem, fieldOf, readManifest } from "../parse.ts";
import { findUnknownKeys } from "../unknown-keys.ts";
import { checkClaims } from "./claims.ts";
import { checkDestinations } from "./destinations.ts";
import type { Finding, PlacedFinding } from "./finding.ts";
import { checkLinks } from "./links.ts";
import { checkNames } from "./names.ts";
import { findPlaces } from "./places.ts";

/**
 * All mistakes in a manifest, in the order of the file.
 *
 * @param readDsn - Throws with a reason if the author should not publish the DSN; the reason does not contain any of
 * it.
 * @param home - The home folder of this machine's user.
 * @param more - Further findings, such as those from the author's repository.
 */
export function checkManifest(
  text: string,
  {
    readDsn,
    home,
    more,
  }: { readDsn: (dsn: string) => string; home: string; more?: (manifest: Manifest) => readonly Finding[] },
): PlacedFinding[] {
  const places = findPlaces(text);
  if ("brokenAt" in places) return [{ ...notJson, ...places.brokenAt }];
  const root: unknown = JSON.parse(text);
  const { manifest, problems } = readManifest(root, readDsn);
  const findings: Finding[] = [
    ...places.twice.map(toTwice),
    ...problems.map((problem): Finding => {
      const hint = "`man vextel.json` describes each field.";
      return { severity: "error", rule: "form", place: problem.place, message: describeProblem(problem), hint };
    }),
    ...findUnknownKeys(root).map(({ place, nearest }): Finding => {
      const message = `${fieldOf(place)} is not known, so it does nothing`;
      return { severity: "error", rule: "unknown-key", place, message, hint: `Did you mean \`${nearest}\`?` };
    }),
    ...[checkNames, checkDestinations, checkLinks].flatMap((check) => check(manifest)),
    ...checkClaims(manifest, home),
    ...(more?.(manifest) ?? []),
  ];
  const invalid = new Set(problems.map(({ place }) => fieldOf(place)));
  return findings
    .filter(({ rule, place }) => !rule.startsWith("no-") || !invalid.has(fieldOf(place))) // it is there
    .map((finding) => ({ ...finding, ...places.placeOf(finding.place) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

const notJson: Finding = {
  severity: "error",
  rule: "json",
  place: [],
  message: "from here on, the file is not valid JSON",
  hint: "Look for a comma too many or too few, a quote that is missing, or a comment.",
};

const toTwice = (place: readonly string[]): Finding => ({
  severity: "error",
  rule: "twice",
  place,
  message: `${fieldOf(place)} appears twice; only the last one counts`,
  hint: "Keep one of them.",
});
