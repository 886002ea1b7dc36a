import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/scrub/scrub.ts";
import { editFields } from "../../src/seal/edit/edit.ts";
import { placesThatStay, removeAll } from "../../src/seal/edit/remove.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { resealIfNeeded, sealChanged } from "../../src/seal/reseal.ts";
import { sampleScrubContext, sealSample } from "../support/samples.ts";

type Tree = Record<string, Json>;

const tree = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), {
  minKeys: 1,
  noNullPrototype: true,
});

/** All values of a tree, with their JSON pointers. */
function* placesOf(value: unknown, pointer = ""): Generator<[pointer: string, value: unknown]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    yield [at, item];
    yield* placesOf(item, at);
  }
}

const leavesOf = (value: unknown) =>
  [...placesOf(value)].map(([, item]) => item).filter((item) => typeof item !== "object" || item === null);

test("a named field is removed with everything below it, and all other values keep their order", () => {
  const scenario = tree.chain((fields) =>
    fc.tuple(fc.constant(fields as Tree), fc.subarray([...placesOf(fields)].map(([pointer]) => pointer))),
  );
  fc.assert(
    fc.property(scenario, ([fields, pointers]) => {
      const before = JSON.stringify(fields);
      const isGone = (at: string) => pointers.some((pointer) => at === pointer || at.startsWith(`${pointer}/`));
      const stays = [...placesOf(fields)].filter(([at]) => !isGone(at)).map(([, item]) => item);
      expect(leavesOf(removeAll(fields, pointers))).toEqual(
        stays.filter((item) => typeof item !== "object" || item === null),
      );
      expect(JSON.stringify(fields)).toBe(before);
    }),
  );
});

test("a list that becomes empty is removed, since Sentry refuses empty ones", () => {
  expect(removeAll({ a: { frames: [1] }, b: [] }, ["/a/frames/0"])).toEqual({ b: [] });
});

test("a finding stays marked only if its placeholder is still there", () => {
  const [before, after] = [
    { list: ["one", "two"], text: "x" },
    { list: ["two"], text: "x" },
  ];
  const places = ["/list/0", "/list/1", "/text", ""].map((pointer) => [pointer, "EMAIL-ADDRESS"] as const);
  expect(placesThatStay(places, before, after).map(([pointer]) => pointer)).toEqual(["/text"]);
});

test("a comment is scrubbed like the rest, so that sending finds nothing more to remove", () => {
  const token = ["MTA1NTU1NTU1NTU1NTU1NTU1", "GabcdE", "abcdefghijklmnopqrstuvwxyz0123456789AB"].join(".");
  const part = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(token, "ann@example.org", "/home/ann/bot"));
  const scrubContext = sampleScrubContext();
  const sample = sealSample();
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const comment = parts.join(" ");
      const edit = (fields: Readonly<Tree>) => editFields("event", fields, { comment, remove: [] });
      const sealed = sealChanged(scrubContext, sample, edit);
      expect(resealIfNeeded(scrubContext, sealed)).toBeUndefined();
      expect(JSON.stringify(parseEnvelope(sealed.bytes).payload)).not.toContain(token);
    }),
    { numRuns: 60 },
  );
});

test("a session can be neither commented nor edited", () => {
  expect(() => editFields("session", { sid: "1" }, { comment: "words", remove: [] })).toThrow("no place for a comment");
  expect(() => editFields("session", { sid: "1" }, { remove: ["/attrs"] })).toThrow("needs to count it");
});
