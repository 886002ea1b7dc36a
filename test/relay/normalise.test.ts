import fc from "fast-check";
import { expect, test } from "vitest";
import { createFreeCopier, freeLimits } from "../../src/normalise/author-data.ts";
import { draftForeign } from "../../src/normalise/event.ts";
import { draftForeignSession } from "../../src/normalise/session.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { sampleScrubContext, sampleSubject } from "../support/samples.ts";

const id = "ab".repeat(16);
const seal = createSealer(sampleScrubContext());

/** Fields that are read, to be filled with arbitrary values. */
const names = [
  ...["exception", "breadcrumbs", "threads", "stacktrace", "message", "logentry", "tags", "extra", "contexts", "user"],
  ...["timestamp", "start_timestamp", "release", "environment", "level", "platform", "modules", "fingerprint", "spans"],
  ...["transaction", "sdk", "values", "frames", "vars", "abs_path", "lineno", "mechanism", "type", "value", "data"],
];
const anything = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string(),
    fc.double(),
    fc.constantFrom(null, true, "2026-01-01T00:00:00Z", 1e300, -1, "error", "python"),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, "__proto__", "x"), tie("node"), { maxKeys: 6 }),
  ),
})).node;
const payloads = fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 12 });

test("any JSON object of an SDK becomes an event that can be sealed, with known fields only", () => {
  const property = fc.property(payloads, fc.constantFrom("event", "transaction"), (payload, type) => {
    const draft = draftForeign(
      { type: type as "event", id, payload: payload as Record<string, unknown> },
      sampleSubject,
      { nowMs: 0, variables: "shapes" },
    );
    expect(seal(draft).id).toBe(id);
    for (const field of ["user", "request", "modules", "server_name"]) expect(draft.open).not.toHaveProperty(field);
    draftForeignSession(payload as Record<string, unknown>, sampleSubject, 0, id);
  });
  fc.assert(property, { numRuns: Number(process.env.VEXTEL_TEST_RUNS ?? 150) });
});

test("what an author adds is limited in depth, number and length, and a note says so", () => {
  const copier = createFreeCopier();
  let deep: object = { end: "x" };
  for (let depth = 0; depth < 10_000; depth++) deep = { deep };
  expect(JSON.stringify(copier.copy(deep)).length).toBeLessThan(1_000);
  expect(copier.isCut).toBe(true);
  const wide = createFreeCopier();
  const copy = wide.copy(Array.from({ length: 100_000 }, (_, at) => at)) as unknown[];
  expect(copy.length).toBeLessThanOrEqual(freeLimits.values);
  const payload = { extra: { all: "x".repeat(freeLimits.textUnits + 1), small: "stays" } };
  const draft = draftForeign({ type: "event", id, payload }, sampleSubject, { nowMs: 0 });
  expect(draft.open.extra).toEqual({ small: "stays" });
  expect(draft.notes.join()).toMatch(/left out: custom data that was too long/);
});

test("a text is truncated between words, so that no secret is cut in two", () => {
  const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";
  for (let before = 65_470; before < 65_540; before++) {
    const value = `${"word ".repeat(before / 5)}${token} after`;
    const payload = { exception: { values: [{ type: "E", value }] } };
    const { exception } = draftForeign({ type: "event", id, payload }, sampleSubject, { nowMs: 0 }).open;
    const kept = (exception as { values: [{ value: string }] }).values[0].value;
    expect(kept.endsWith("word") || kept.includes(token)).toBe(true);
  }
});

test("timings contain no address, query or command line that an SDK recorded, but keep the author's own names", () => {
  const described = (op: string, description: string, origin?: string) => ({
    op,
    description,
    ...(origin && { origin }),
  });
  const taken = [
    described("http.client", "GET https://api.example/users/jane?city=harbour", "auto.http.stdlib"),
    described("db", "SELECT * FROM members WHERE name = 'jane'"),
    described("db.redis", "SET 'guild:jane' 'harbour'"),
    described("subprocess", "convert jane.png"),
  ];
  const own = [described("task", "count the lamps"), described("http.client", "fetch the feed", "manual")];
  const payload = {
    ...{ type: "transaction", transaction: "/users?name=jane", transaction_info: { source: "url" } },
    spans: [...taken, ...own],
  };
  const { open } = draftForeign({ type: "transaction", id, payload }, sampleSubject, { nowMs: 0 });
  expect(JSON.stringify(open)).not.toMatch(/jane|harbour/);
  expect(open.transaction).toBe("/users");
  const texts = (open.spans as { description?: string }[]).flatMap(({ description }) => description ?? []);
  expect(texts).toEqual(["count the lamps", "fetch the feed"]);
});
