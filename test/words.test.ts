import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "./support/program.ts";

/** Odd or outdated wording, with the usual term for each. */
const mustNotComeBack: readonly (readonly [RegExp, string])[] = [
  [/\b(sent|send|sends|report|reports|go) by (itself|themselves)\b/i, "automatically"],
  [/\bwhat waits\b|\bnothing waits\b|\bevents? that waits?\b|\beverything that waits\b/i, "pending"],
  [/\bwaits? (in the outbox|under this id)\b/i, "pending"],
  [/\bpostm[ae]n\b/i, "sender"],
  [/\bclockwork\b/i, "scheduler"],
  [/\b(the|a|its) (bell|desk|mailbox|drain)\b/i, "waker, owner's controls, queue, flush"],
  [/\b(gives?|given) to nobody\b/i, "attributed to none"],
  [/\bgzip[^.]{0,20} is undone\b/i, "decompressed"],
  [/\bunique beginning\b/i, "unique prefix"],
  [/\b(?:what|where) (?:nobody|no one) can answer\b/i, "without a terminal"],
  [/\bwithout private parts\b/i, "what its rules recognise is removed"],
  [/\b(take|takes|taken|took) (it |them )?out\b/i, "removed"],
  [/\ba yes\b|\bthe (owner's )?yes\b/i, "consent"],
  [/\breach(es)? back\b/i, "is not retroactive"],
  [/\bnobody can (answer|be asked)\b/i, "without a terminal"],
  [/\bturned away\b/i, "rejected"],
  [/\b(stand|stands|stood) (there|behind|beside)\b/i, "is there, follows, is next to"],
  [/\bin one go\b/i, "at a time"],
  [/\banew\b/i, "again"],
  [/\ball the same\b/i, "anyway, still"],
  [/\bany value but empty\b/i, "any value other than empty"],
  [/\/\*\* So (many|long|much|far)\b/, "the most, at most, the fewest"],
  [/\bnobody (knows|caught|handled|could|can)\b|\bnobody's\b/i, "unknown, uncaught, belongs to none"],
  [/\bunder way\b/i, "in progress"],
  [/\bon (its|their) way to\b/i, "being sent, being written"],
  [/\bany more\b/i, "no longer"],
  [/\bof a newer vextel\b/i, "written by a newer vextel"],
  [/\bthat is not as it should be\b/i, "not valid"],
  [/\bbelongs? into\b/i, "belongs in"],
  [/\ball else\b/i, "everything else"],
  [/\bfor ever\b/i, "forever"],
  [/\bhand(s|ed)? over\b/i, "pass"],
  [/\bround in circles\b/i, "form a loop"],
  [/\bnpm (?:install|i)(?: -[\w-]+)* vextel(?=[\s"'`]|$)/, "the package's file: that name on the registry is not ours"],
  [/\b(?:said|says|earlier) yes\b(?!:)|\byes to (?:it|this|the|everything)\b/i, "agreed, consent"],
  [/\bmust never leave\b/i, "must never be sent"],
  [/\bin the place of\b/i, "instead of, stands in for"],
  [/\b(?:is|are|be) told of\b|\btells? of\b/i, "reported, describes"],
  [/\bof vextel's own\b/i, "vextel's own, by vextel"],
  [/\bat this moment\b/i, "now, as of now"],
  [/\b(?:owner's|whose) word\b/i, "consent, permission"],
  [/\bsays? nothing of\b/i, "does not mention, says nothing about"],
  [/\bwhat became of\b/i, "what happened to, the result of"],
  [/\bown affair\b|\bowner's eyes\b/i, "is ignored, for the owner only"],
  [/\bgiven back\b|\bpassed over\b/i, "returned, restored, skipped"],
  [/\b(?:files?|paths?|code|packages|logs?|one|it) lies? (?:in|beside|below|elsewhere)\b/i, "is in"],
  [/\b(?:told|tells?|telling) (?:\w+ )?apart\b|\btell(?:s|ing)? nothing\b/i, "distinguish, reveals nothing"],
  [/\btak(?:es?|en|ing) the place of\b/i, "replaces, instead of"],
  [/\bevents? waiting\b|\bgoes on waiting\b|\bends the waiting\b/i, "pending, settles"],
  [/\bwrit(?:es?|ten) down\b/i, "records"],
  [/\bhangs? (?:below|on it)\b/i, "is a cause or a member of, adds to"],
  [/\bwhat becomes of\b|\bin the midst of\b|\blooked at no further\b/i, "what happens to, during, not searched"],
  [/\bcounts? for nothing\b|\bof another vextel\b|\bborne with\b/i, "is ignored, from another version"],
  [/@returns (?:Takes|Puts|Calls|Ends)\b/, "a function that removes, restores, cancels, ends"],
  [/\b[Aa]nswers (?:whether|where)\b|\bAsked at\b/, "returns, called at"],
  [/\bat hand\b|\bin one stroke\b|\bmak(?:es?|ing) believe\b/i, "available, at once, pretends"],
  [
    /\bof no account\b|\btold as a\b|\bbrings? along\b|\bso long after\b/i,
    "is ignored, described as, includes, this long after",
  ],
];

function textFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => textFiles(join(path, name)));
}

const files = [
  "src",
  "test",
  "man",
  "docs",
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "vextel.schema.json",
]
  .flatMap((name) => textFiles(join(repository, name)))
  .filter((path) => /\.(ts|md|[15]|schema\.json)$/.test(path) && path !== join(repository, "test/words.test.ts"));

for (const [word, usual] of mustNotComeBack)
  test(`the usual term is used: ${usual} (not ${word.source})`, () => {
    // a phrase may be split by a line end, in a comment as well
    const found = files.filter((path) =>
      word.test(readFileSync(path, "utf8").replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, " ")),
    );
    expect(found).toEqual([]);
  });
