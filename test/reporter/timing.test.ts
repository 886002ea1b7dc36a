import { expect, test } from "vitest";
import type { Submitter } from "../../src/reporter/submit/submit.ts";
import { createTimer } from "../../src/reporter/tasks/timing.ts";
import { createTestWorld } from "../../src/testing/world.ts";

test("one in 200 runs of a loop is timed, unless the author sets another share", () => {
  const submitter = { coverOf: async () => undefined } as unknown as Submitter;
  const chosen = (loops?: number) => {
    let run = 0;
    const uuid = () =>
      `00000000-0000-4000-8000-${Math.floor(((run++ + 0.5) / 1000) * 2 ** 48)
        .toString(16)
        .padStart(12, "0")}`;
    const rates = loops === undefined ? {} : { loops };
    const timer = createTimer({ ...createTestWorld(), uuid }, submitter, { tags: {}, hosts: [] } as never, rates);
    return Array.from({ length: 1000 }, () => timer.choose("loops", "sweep")).filter((report) => report !== undefined)
      .length;
  };
  expect([chosen(), chosen(0.1), chosen(0), chosen(1)]).toEqual([5, 100, 0, 1000]);
});
