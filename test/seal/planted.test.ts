import fc from "fast-check";
import { expect, test } from "vitest";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { type Secret, secretOf } from "../scrub/inputs/planting.ts";
import { sampleReport, sampleScrubContext, sampleSubject } from "../support/samples.ts";

const context = sampleScrubContext();
const seal = createSealer(context);

const around = fc.constantFrom(
  "§",
  "at §",
  "x=§ y",
  '"§"',
  "(§)",
  "§\nnext",
  "[§]",
  "{'a': '§'}",
  "§, §",
  '{"k": "§"}',
);
const field = fc
  .tuple(fc.oneof(...Object.values(secretOf)), around)
  .map(([secret, form]) => ({ secret, text: form.replaceAll("§", () => secret.text) }));
const fields = fc.array(field, { minLength: 24, maxLength: 24 });

/** An event with a text in each of its fields, and in names of fields. */
function eventOf(texts: readonly string[]) {
  let next = 0;
  const text = () => texts[next++]!;
  const frame = {
    path: `/opt/bot/${text()}`,
    function: text(),
    line: 4,
    source: text(),
    before: [text()],
    after: [text()],
  };
  const cause = { type: "ValueError", value: text(), frames: [] };
  const members = [{ type: "KeyError", value: text(), frames: [] }];
  const error = { type: text(), module: text(), value: text(), frames: [frame], cause, members };
  const report = {
    ...sampleReport,
    ...{ error, logger: text(), message: text(), transaction: text(), fingerprint: [text()] },
    breadcrumbs: [{ message: text(), category: text(), data: { url: text(), [text()]: 1 } }],
    tags: { tag: text(), [text()]: "x" },
    contexts: { service: { answer: text(), [text()]: 5 } },
    extra: { note: text(), [text()]: [1], deep: { list: [{ x: text() }] } },
  };
  return draftEvent(report, { ...sampleSubject, version: text() }, 0);
}

/** All names and texts. */
function textsIn(json: unknown): string {
  if (typeof json !== "object" || json === null) return `${json}\n`;
  return Object.entries(json)
    .map(([name, value]) => `${name}\n${textsIn(value)}`)
    .join("");
}

/** A short account name may be part of other text by chance. */
const traceOf = ({ kind, core }: Secret): string =>
  kind === "home-posix" ? `/home/${core}` : kind === "home-windows" ? `Users\\${core}` : core;

test("no secret in any field of an event is sealed, sealing again gives the same, and nothing more would be removed", () => {
  const isClean = fc.property(fields, (planted) => {
    const texts = planted.map(({ text }) => text);
    const sealed = seal(eventOf(texts));
    const { payload } = parseEnvelope(sealed.bytes);
    const all = Buffer.from(sealed.bytes).toString("utf8") + textsIn(payload);
    for (const { secret } of planted) expect(all).not.toContain(traceOf(secret));
    expect(seal(eventOf(texts)).sha256).toBe(sealed.sha256);
    expect(context.scrubber.value(payload).value).toEqual(payload);
  });
  fc.assert(isClean, { numRuns: 60 });
});
