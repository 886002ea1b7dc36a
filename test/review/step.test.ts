import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOfKey } from "../../src/review/keys/binding.ts";
import { bindings } from "../../src/review/keys/keys.ts";
import { type Effect, type State, tasksOf } from "../../src/review/state.ts";
import { textOf, widthOf } from "../../src/review/text.ts";
import { view } from "../../src/review/view.ts";
import { entryOf, type Rehearsal, rehearse } from "../support/review.ts";

const carried = (review: Rehearsal) =>
  review.asked.flatMap((effect) => (effect.kind === "carryOut" ? effect.tasks : []));

/** Reads to the end, after which Enter keeps the event. */
const readOn = (review: Rehearsal) => review.press("G");

/** The source of the manual page. */
const manual = readFileSync(join(import.meta.dirname, "../../man/vextel-review.1"), "utf8");

test("the man page contains the help text of each key", () => {
  const words = manual.replace(/^\.[A-Z].*$/gm, "").replace(/\s+/g, " ");
  for (const { keys: pressed, help } of bindings.read) {
    expect(words).toContain(help);
    for (const key of pressed)
      expect(manual).toMatch(new RegExp(`^\\.It Ic .*${nameOfKey(key).replace(/[[\]?]/g, "\\\\&\\$&")}`, "m"));
  }
});

const known = [...new Set(Object.values(bindings).flatMap((all) => all.flatMap(({ keys }) => keys)))];
const keys = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...known) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("y", "s", "q", "u", "ctrl-c", "ctrl-z", "paste-start", "paste-end", "backspace"),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 1 }) },
);
type Act = { kind: "key"; key: string } | { kind: "settle" } | { kind: "resized"; columns: number; rows: number };
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("key" as const), key: keys }) },
  { weight: 3, arbitrary: fc.constant({ kind: "settle" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("resized" as const),
      columns: fc.integer({ min: 0, max: 130 }),
      rows: fc.integer({ min: 0, max: 45 }),
    }),
  },
);
const runs = Number(process.env.VEXTEL_REVIEW_RUNS ?? 150);

const digestShown = (state: State) =>
  /SHA-256 ([0-9a-f]{12})/.exec(
    view({ ...state, columns: 200, rows: 40 })
      .map((line) => line.map(textOf).join(""))
      .join("\n"),
  )?.[1];

test("whatever is pressed, nothing unconfirmed is done, and only bytes that were shown are sent", () => {
  const property = fc.property(fc.array(acts, { maxLength: 60 }), fc.boolean(), (all, hasAddress) => {
    const entries = ["rain", "snow", "hail"].map((name) => {
      const { dsn: _, ...entry } = entryOf(name);
      return hasAddress || name !== "snow" ? entryOf(name) : entry;
    });
    const review = rehearse(["rain", "snow", "hail"], {}, entries);
    /** The digests on the screen when `s` was pressed, by event id. */
    const agreed = new Map<string, Set<string>>();
    for (const act of all) {
      const before = review.state;
      const asked = review.asked.length;
      if (act.kind === "settle") review.settle();
      else if (act.kind === "resized") review.happen(act);
      else {
        const item = before.queue[before.at];
        const shown = before.mode.kind === "read" && act.key === "s" && item ? digestShown(before) : undefined;
        if (shown && item) agreed.set(item.entry.id, (agreed.get(item.entry.id) ?? new Set()).add(shown));
        review.happen(act);
      }
      for (const effect of review.asked.slice(asked) as Effect[]) {
        if (effect.kind !== "carryOut") continue;
        expect([before.mode.kind, before.isPasting, act]).toEqual(["closing", false, { kind: "key", key: "y" }]);
        expect(effect.tasks).toEqual(tasksOf(before));
        for (const task of effect.tasks)
          if (task.kind === "send") expect([...agreed.get(task.id)!]).toContain(task.sha256.slice(0, 12));
      }
    }
  });
  fc.assert(property, { numRuns: runs });
});

test("in any state, the screen is as high as the terminal and no wider", () => {
  const property = fc.property(
    fc.array(acts, { maxLength: 40 }),
    fc.constantFrom("unicode", "ascii"),
    (all, charset) => {
      const review = rehearse(["rain in 天気", "snow ".repeat(80), "\u202ehail"], { charset: charset as "ascii" });
      for (const act of all) {
        if (act.kind === "settle") review.settle();
        else review.happen(act);
        const lines = view(review.state);
        const { columns, rows, mode } = review.state;
        if (mode.kind !== "over") expect(lines.length).toBe(rows);
        for (const line of lines) expect(widthOf(line.map(textOf).join(""))).toBeLessThanOrEqual(columns);
        if (charset === "ascii") expect(review.text()).toMatch(/^[\x20-\x7e\n]*$/);
      }
    },
  );
  fc.assert(property, { numRuns: runs });
});

test("Enter scrolls to the end, then keeps the event, and never sends it", () => {
  const review = rehearse(["rain", "snow"]);
  review.settle();
  for (
    let press = 0;
    press < 200 && review.state.mode.kind !== "closing" && review.state.mode.kind !== "over";
    press++
  ) {
    review.press("enter");
    review.settle();
  }
  expect(review.state.mode).toEqual({ kind: "over", how: "done" });
  expect(review.state.queue.map(({ decision }) => decision?.kind)).toEqual(["keep", "keep"]);
  expect(carried(review)).toEqual([]);
});

test("a decision moves to the next event, and after the last one to the final question, which only y confirms", () => {
  const review = rehearse(["rain", "snow", "hail"]);
  review.settle();
  review.press("s");
  review.settle();
  review.press("k");
  review.settle();
  review.press("d");
  expect(review.state.mode.kind).toBe("closing");
  expect(review.text()).toContain("send 1 · keep 1 · drop 1");
  expect(review.text()).toMatch(
    /^send {2}[0-9a-f]{12} .*rain.*\n {6}to https:\/\/sentry\.example\/1, SHA-256 [0-9a-f]{16}…\ndrop {2}/m,
  );
  for (const key of ["x", "Y", "space", "enter"]) review.press(key);
  expect([review.state.mode.kind, carried(review)]).toEqual(["read", []]);
  review.press("q", "y");
  expect(carried(review).map(({ kind }) => kind)).toEqual(["send", "drop"]);
  review.settle();
  expect(review.state.mode).toEqual({ kind: "over", how: "done" });
});

test("undo reverts decisions and changes, newest first", () => {
  const review = rehearse(["rain", "snow"]);
  review.settle();
  const { entry } = review.state.queue[0]!;
  review.press("c", ..."words", "enter");
  review.settle();
  expect(review.state.queue[0]!.event!.sha256).not.toBe(entry.sha256);
  review.press("s");
  review.settle();
  review.press("u");
  expect([review.state.at, review.state.queue[0]!.decision]).toEqual([0, undefined]);
  expect(review.state.queue[0]!.edits.comment).toBe("words");
  review.press("u");
  review.settle();
  expect([review.state.queue[0]!.edits.comment, review.state.queue[0]!.event!.sha256]).toEqual([
    undefined,
    entry.sha256,
  ]);
  review.press("u");
  expect(review.text()).toContain("nothing was decided or changed yet");
});

test("changing an event revokes an earlier decision, which applied to other bytes", () => {
  const review = rehearse(["rain", "snow"]);
  review.settle();
  review.press("s", "left");
  review.settle();
  review.press("left");
  expect(review.state.queue[0]!.decision?.kind).toBe("send");
  review.happen({ kind: "key", key: "right" });
  review.settle();
  while (review.state.at !== 0) review.press("left");
  review.press("c", "x", "enter");
  review.settle();
  expect(review.state.queue[0]!.decision).toBeUndefined();
  expect(review.text()).toMatch(/changed: \d+ bytes, SHA-256 [0-9a-f]/);
});

test("pasted text is inserted into a comment, and never interpreted as keys", () => {
  const review = rehearse(["rain", "snow"]);
  review.settle();
  review.press("paste-start", ..."sdqy", "enter", "y", "paste-end");
  expect([review.state.mode.kind, review.state.queue.map(({ decision }) => decision)]).toEqual([
    "read",
    [undefined, undefined],
  ]);
  review.press("c", "paste-start", ..."it", "enter", ..."so", "paste-end", "enter");
  expect(review.state.queue[0]!.edits.comment).toBe("it so");
});

test("required fields are locked, with the reason; others can be removed and restored", () => {
  const review = rehearse(["rain"]);
  review.settle();
  review.press("f");
  const lock = (press: number) => {
    for (let at = 0; at < press; at++) review.press("down");
    return review.text();
  };
  expect(lock(0)).toMatch(/> \[=\] exception {2}stays: it is the error itself/);
  review.press("space");
  expect(review.text()).toContain("it stays: it is the error itself");
  while (!/> *\[x\] logger/.test(review.text())) review.press("down");
  review.press("space");
  expect(review.text()).toMatch(/> *\[ \] logger/);
  review.press("enter");
  review.settle();
  expect(review.state.queue[0]!.edits.remove).toEqual(["/logger"]);
  expect(review.state.queue[0]!.event!.payload).not.toHaveProperty("logger");
  review.press("u");
  expect(review.state.queue[0]!.event!.payload).toHaveProperty("logger");
});

test("raw text is shown only on request, never by scrolling", () => {
  const review = rehearse(["rain", "snow"]);
  review.settle();
  review.press("tab");
  expect(review.text()).toContain("reading the log");
  review.settle();
  expect(review.text()).toContain("RAW: as it was, on this screen only");
  for (const key of ["right", "l", "q", "?", "c", "f"]) {
    const other = rehearse(["rain", "snow"]);
    other.settle();
    other.press("tab");
    other.settle();
    other.press(key);
    expect([key, other.state.isRaw]).toEqual([key, false]);
  }
});

test("raw text is not shown on a terminal that would keep it or if it cannot be read, and the screen says why", () => {
  const review = rehearse(["rain"], { leavesNoTrace: false });
  review.settle();
  review.press("tab");
  expect([review.state.isRaw, review.text()]).toEqual([false, expect.stringContaining("would stay on this terminal")]);
  const other = rehearse(["rain"]);
  other.settle();
  other.press("tab");
  other.happen({ kind: "rawRead", id: other.state.queue[0]!.entry.id, raw: { kind: "missing", reason: "no log" } });
  expect([other.state.isRaw, other.text()]).toEqual([false, expect.stringContaining("no log")]);
});

test("an event that another process settled is reported as gone, and the review continues", () => {
  const review = rehearse(["rain", "snow"]);
  const { entry } = review.state.queue[0]!;
  review.happen({ kind: "gone", id: entry.id, reason: "it was sent, now" });
  review.settle();
  expect(review.state.queue.length).toBe(1);
  expect(review.text()).toContain("is no longer pending: it was sent, now");
});

test("failed events are kept and can be read again; after Ctrl-C, no further event is started", () => {
  const review = rehearse(["rain", "snow"]);
  review.settle();
  const ids = review.state.queue.map(({ entry }) => entry.id);
  review.press("s");
  review.settle();
  review.press("s", "y");
  review.happen({ kind: "carriedOut", outcome: { id: ids[0]!, kind: "sent", text: "", status: 0 } });
  review.happen({ kind: "carriedOut", outcome: { id: ids[1]!, kind: "failed", text: "not reached", status: 5 } });
  review.happen({ kind: "ended" });
  expect([review.state.mode.kind, review.text()]).toEqual(["results", expect.stringContaining("not reached")]);
  review.press("b");
  review.settle();
  expect(review.state.queue.map(({ entry, decision }) => [entry.id, decision])).toEqual([[ids[1], undefined]]);
  review.press("s", "y", "ctrl-c", "ctrl-c");
  expect(review.asked.filter(({ kind }) => kind === "stop").length).toBe(1);
  review.happen({ kind: "ended" });
  expect(review.state.mode).toEqual({ kind: "over", how: "interrupted" });
});

test("the result of an outdated request is ignored", () => {
  const review = rehearse(["rain"]);
  review.settle();
  const old = review.state.queue[0]!;
  review.press("c", "x", "enter");
  review.happen({ kind: "loaded", id: old.entry.id, edits: old.edits, event: old.event! });
  review.press("s");
  expect([review.state.queue[0]!.decision, review.text()]).toEqual([undefined, expect.stringContaining("being read")]);
});

test("n moves to a finding and names its rule", () => {
  const review = rehearse(["rain"], { rows: 16 });
  review.settle();
  readOn(review);
  review.press("n");
  expect(review.text()).toContain("1/1 removed by the rule email");
  review.press("t");
  expect(review.text()).toMatch(/> email +line \d+ +weather/);
});

test("the list for the final question can be scrolled to its end, and only y carries it out", () => {
  const names = Array.from({ length: 12 }, (_, at) => `event ${"abcdefghijkl"[at]}`);
  const review = rehearse(names, { rows: 12, columns: 60 });
  review.settle();
  for (const _ of names) {
    review.press("s");
    review.settle();
  }
  expect(review.state.mode).toEqual({ kind: "closing", top: 0 });
  const seen = new Set<string>();
  for (let press = 0; press < 40; press++) {
    for (const line of review.text().split("\n")) seen.add(line);
    review.press(press % 2 === 0 ? "down" : "space");
  }
  for (const { entry } of review.state.queue) expect([...seen].join("\n")).toContain(`send  ${entry.id.slice(0, 12)}`);
  expect(review.text()).toContain("of 24");
  for (let press = 0; press < 40; press++) review.press("up");
  expect(review.text()).toContain("lines 1-");
  review.press("pageup", "b");
  expect(review.asked.some(({ kind }) => kind === "carryOut")).toBe(false);
});

test("what asks to wait for an event is gone once the event is there", () => {
  const review = rehearse(["rain", "snow"]);
  review.press("s");
  expect(review.text()).toContain("wait: the event is being read");
  review.settle();
  expect(review.text()).not.toContain("wait");
});

test("on a narrow terminal, the last question shows the whole destination and digest", () => {
  const review = rehearse(["rain"], { columns: 40, rows: 12 });
  review.settle();
  review.press("s");
  const [{ entry }] = review.state.queue as [State["queue"][0]];
  expect(review.state.mode.kind).toBe("closing");
  expect(review.text().replace(/\s/g, "")).toContain(`https://sentry.example/1,SHA-256${entry.sha256.slice(0, 16)}`);
});
