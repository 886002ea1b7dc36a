import fc from "fast-check";
import { expect, test } from "vitest";
import { byteClass, skipBack, skipWhile } from "../../src/scrub/text/bytes.ts";
import { type Course, Memo, type Phrase } from "../../src/scrub/text/memo.ts";
import { Window } from "../../src/scrub/window.ts";

const classes = [byteClass("a-z"), byteClass("a-z0-9"), byteClass("0")];
const phrase: Phrase = {
  longest: 3,
  isAt: (text, at, to) => {
    const length = text[at] === 0x7a ? 3 : 2; // `zab` and `ab`
    return at + length <= to && (length === 2 || text[at + 1] === 0x61) && text[at + length - 1] === 0x62;
  },
};
/** Continues over any byte except `-`, and over `-0`. */
const pairs: Course = {
  plain: byteClass("a-z"),
  step: (text, at) => (text[at] !== 0x2d ? at + 1 : text[at + 1] === 0x30 ? at + 2 : at),
};
const text = fc
  .array(fc.tuple(fc.constantFrom("a", "b", "0", "-", "zab"), fc.integer({ min: 1, max: 40 })), { maxLength: 12 })
  .map((runs) => Buffer.from(runs.map(([unit, times]) => unit.repeat(times)).join("")));
const question = fc.tuple(fc.nat(6), fc.constantFrom(...classes), fc.nat(), fc.nat());

/** The expected answer, without any memory. */
function answer(text: Uint8Array, kind: number, members: Uint8Array, at: number, limit: number): number {
  const others = members.map((isMember) => 1 - isMember);
  const [low, high] = [Math.min(at, limit), Math.max(at, limit)];
  if (kind === 0) return skipWhile(text, low, high, members);
  if (kind === 1) return skipBack(text, high, low, members);
  if (kind === 2) return skipWhile(text, low, high, others);
  if (kind === 3) return skipBack(text, high, low, others) > low ? skipBack(text, high, low, others) - 1 : -1;
  if (kind === 4) {
    for (let i = high - 1; i >= low; i--) if (phrase.isAt(text, i, text.length)) return i;
    return -1;
  }
  if (kind === 5) {
    let i = low;
    while (i < high && pairs.step(text, i, text.length) > i) i = pairs.step(text, i, text.length);
    return Math.min(i, high);
  }
  for (let i = low; i < high; i++) if (phrase.isAt(text, i, high)) return i;
  return high;
}

function ask(window: Window, kind: number, members: Uint8Array, at: number, limit: number): number {
  const [low, high] = [Math.min(at, limit), Math.max(at, limit)];
  if (kind === 0) return window.runEnd(members, low, high);
  if (kind === 1) return window.runStart(members, high, low);
  if (kind === 2) return window.next(members, low, high);
  if (kind === 3) return window.previous(members, high, low);
  if (kind === 4) return window.previousPhrase(phrase, high, low);
  return kind === 5 ? window.courseEnd(pairs, low, high) : window.nextPhrase(phrase, low, high);
}

test("what a window remembers changes no answer", () => {
  const remembered = fc.property(fc.array(fc.tuple(text, fc.array(question, { maxLength: 12 }))), (texts) => {
    const window = new Window(new Memo());
    for (const [bytes, questions] of texts) {
      window.read(bytes);
      window.to = bytes.length;
      for (const [kind, members, a, b] of questions) {
        const [at, limit] = [a % (bytes.length + 1), b % (bytes.length + 1)];
        expect(ask(window, kind, members, at, limit)).toBe(answer(bytes, kind, members, at, limit));
      }
    }
  });
  fc.assert(remembered, { numRuns: 2_000 });
});

test("no byte of a course is looked at often, while the window moves along a line, and once it is known", () => {
  let reads = 0;
  const line = (unit: string): Uint8Array =>
    new Proxy(Buffer.alloc(4_000, unit), {
      get(target, key) {
        if (typeof key === "string" && /^[0-9]+$/.test(key)) reads++;
        return Reflect.get(target, key, target);
      },
    });
  const window = new Window();
  for (const [unit, width] of [["a", 512] as const, ["aa0-0", 4_000] as const]) {
    window.read(line(unit));
    for (let at = 0; at < 4_000; at += unit.length) {
      window.to = Math.min(4_000, at + width);
      expect(window.courseEnd(pairs, at)).toBe(window.to);
    }
  }
  expect(reads).toBeLessThan(3 * 2 * 4_000);
});

test("a window to an earlier end is made once, and knows nothing of the last one", () => {
  const window = new Window();
  window.read(Buffer.from("token = a"));
  const shorter = window.upTo(5);
  expect(shorter.to).toBe(5);
  shorter.cookies = { first: 0, last: 5, isReplaced: false };
  shorter.named.at = 5;
  expect(window.upTo(7)).toBe(shorter);
  expect([shorter.to, shorter.cookies, shorter.named.at]).toEqual([7, undefined, -1]);
});

test("a run of digits is the one around any of its digits, whichever was asked about before", () => {
  const isDigit = byteClass("0-9");
  const digits = fc
    .array(fc.tuple(fc.constantFrom("1", "a", "27", ":"), fc.integer({ min: 1, max: 30 })), { maxLength: 9 })
    .map((runs) => Buffer.from(runs.map(([unit, times]) => unit.repeat(times)).join("")));
  fc.assert(
    fc.property(digits, fc.array(fc.nat(), { maxLength: 12 }), (bytes, places) => {
      const window = new Window(new Memo());
      window.read(bytes);
      window.to = bytes.length;
      for (const place of places.map((any) => any % (bytes.length + 1))) {
        const [start, end] = [skipBack(bytes, place, 0, isDigit), skipWhile(bytes, place, bytes.length, isDigit)];
        const found = window.digitsAt(place);
        if (end === place) expect(found.end - found.start).toBe(0);
        else if (end - start <= 32) expect(found).toEqual({ start, end });
        else expect(found.end - found.start).toBeGreaterThanOrEqual(32);
      }
    }),
    { numRuns: 3_000 },
  );
});
