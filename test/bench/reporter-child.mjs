// One measurement of the library, in its own process: `node reporter-child.mjs import|report|flood`.
import { writeSync } from "node:fs";

const measurements = {
  async import() {
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    await import(process.env.VEXTEL_LIBRARY);
    return { ms: performance.now() - startedMs, bytes: process.memoryUsage().rss - before };
  },

  /** The longest time for which one report blocks the event loop, for each of many reports. */
  async report() {
    const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
    const gaps = [];
    for (let batch = 0; batch < 12; batch++) {
      const reporter = createReporter(options());
      for (let step = 0; step < 25; step++) reporter.note(`step ${step} of the sweep`, { guild: "a guild", step, ok: true });
      for (let serial = 0; serial < 25; serial++) {
        const error = deepError(50, `a${"b".repeat(serial)}`);
        gaps.push(await longestGap(() => reporter.report(error, { during: "sweep", extra: { serial } })));
      }
      await reporter.stop();
    }
    const sorted = gaps.slice(25).sort((a, b) => a - b); // without the first batch, in which code is compiled
    return { medianMs: sorted[sorted.length >> 1], p99Ms: sorted[Math.floor(sorted.length * 0.99)], first: gaps[0] };
  },

  /** 60 batches of 1,000 errors, each batch without pauses. */
  async flood() {
    const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
    const reporter = createReporter(options());
    const heaps = [];
    let kept = 0;
    let busyMs = 0;
    for (let second = 0; second < 60; second++) {
      const startedMs = performance.now();
      const receipts = [];
      for (let serial = 0; serial < 1000; serial++) receipts.push(reporter.report(deepError(10, `lamp ${serial}`)));
      busyMs += performance.now() - startedMs;
      for (const { state } of await Promise.all(receipts)) kept += state === "dropped" ? 0 : 1;
      if (second % 20 === 19) {
        globalThis.gc();
        heaps.push(process.memoryUsage().heapUsed);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { kept, heaps, usEach: (busyMs * 1000) / 60_000 };
  },
};

const options = () => ({
  ...{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: "https://public@sentry.example/42" },
  secrets: () => ["MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"],
});

function deepError(depth, message) {
  Error.stackTraceLimit = 50;
  const descend = (left) => (left > 0 ? descend(left - 1) : new TypeError(message));
  return descend(depth);
}

async function longestGap(work) {
  let [longest, last, done] = [0, performance.now(), false];
  const finished = work().then(() => {
    done = true;
  });
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  await finished;
  return longest;
}

writeSync(1, JSON.stringify(await measurements[process.argv[2]]()));
process.exit();
