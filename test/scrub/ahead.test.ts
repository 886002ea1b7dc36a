import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { ClaimedAhead } from "../../src/scrub/ahead.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";

/** The same by comparing all. */
class Naive {
  parts: { index: number; start: number; end: number }[] = [];

  add(index: number, start: number, end: number): boolean {
    if (this.parts.some((part) => part.index === index && part.start <= start && end <= part.end)) return false;
    this.parts.push({ index, start, end });
    return true;
  }

  enter(at: number, until: number[]): void {
    for (const { index, end } of this.parts.filter(({ start }) => start <= at))
      until[index] = Math.max(until[index]!, end);
    this.parts = this.parts.filter(({ start }) => start > at);
  }
}

test("parts that were claimed ahead are known until they are reached", () => {
  const step = fc.tuple(fc.nat(3), fc.nat(2), fc.nat(30), fc.integer({ min: 1, max: 20 }));
  const sameAnswers = fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const [ahead, naive] = [new ClaimedAhead(), new Naive()];
    const [until, others] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    let at = 0;
    for (const [kind, index, behind, length] of steps) {
      if (kind === 0) {
        at += behind;
        ahead.enter(at, until);
        naive.enter(at, others);
      } else {
        const start = Math.max(at + behind, others[index]!);
        const end = at + behind + length;
        if (end > start) expect(ahead.add(index, start, end)).toBe(naive.add(index, start, end));
      }
      expect(until).toEqual(others);
    }
    naive.enter(1_000, others);
    ahead.enter(1_000, until);
    expect(until).toEqual(others);
    expect(ahead.isEmpty).toBe(true);
  });
  fc.assert(sameAnswers, { numRuns: 2_000 });
});

test("what is claimed ahead is put in order without sorting all of it", () => {
  const sort = vi.spyOn(Array.prototype, "sort");
  createScrubber().text(`name,password\n${"ada,Kq7vZm2xPd1\n".repeat(200)}`);
  expect(sort.mock.calls.length).toBeLessThan(20);
  sort.mockRestore();
});
