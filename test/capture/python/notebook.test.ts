import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const errorsIn = (text: string) => {
  const capture = createCapture();
  return [...capture.push(Buffer.from(text)), ...capture.flush()].map(({ report }) => report.error);
};
const line = "-".repeat(75);
const titled = (name: string) => `${name}${"Traceback (most recent call last)".padStart(75 - name.length)}`;

const context = `${line}
${titled("KeyError")}
File ~/owls/nest.py:9, in hunt(owls)
      8     for owl in owls:
----> 9         feed(owl)
     10 except KeyError as e:

File ~/owls/nest.py:103, in Nest.feed(self, owl)
    102 food = {"mouse": 1}
--> 103 return food[owl]

KeyError: 'a'

The above exception was the direct cause of the following exception:

${titled("RuntimeError")}
Cell In[3], line 2
      1 import nest
----> 2 nest.hunt(["a"])

File ~/owls/nest.py:11, in hunt(owls)
      9         feed(owl)
     10 except KeyError as e:
---> 11     raise RuntimeError("no food\\nat all") from e

RuntimeError: no food
at all
`;
const chain = {
  type: "RuntimeError",
  value: "no food\nat all",
  frames: [
    { path: "Cell In[3]", line: 2, function: "<module>", source: 'nest.hunt(["a"])' },
    { path: "~/owls/nest.py", line: 11, function: "hunt", source: 'raise RuntimeError("no food\\nat all") from e' },
  ],
  cause: {
    type: "KeyError",
    value: "'a'",
    frames: [
      { path: "~/owls/nest.py", line: 9, function: "hunt", source: "feed(owl)" },
      { path: "~/owls/nest.py", line: 103, function: "Nest.feed", source: "return food[owl]" },
    ],
  },
};

test("both exceptions of a chain in a notebook have their calls", () => {
  expect(errorsIn(context)).toEqual([chain]);
});

test("colours do not affect a notebook's traceback", () => {
  const coloured = context.replace(/^(.)(.*)$/gm, "\x1b[0;31m$1\x1b[0m\x1b[1;32m$2\x1b[0m");
  expect(errorsIn(coloured)).toEqual([chain]);
});

test("repeated calls that a notebook omits are counted on the call above", () => {
  const text = `${titled("ZeroDivisionError")}
Cell In[9], line 1
----> 1 sink(60)

File /srv/owls/deep.py:2, in sink(n)
      1 def sink(n):
----> 2     return sink(n - 1) if n else 1 / 0

    [... skipping similar frames: sink at line 2 (58 times)]

File /srv/owls/deep.py:2, in sink(n)
      1 def sink(n):
----> 2     return sink(n - 1) if n else 1 / 0

ZeroDivisionError: division by zero
`;
  expect(errorsIn(text)[0]!.frames.map(({ line, repeated }) => [line, repeated])).toEqual([
    [1, undefined],
    [2, 58],
    [2, undefined],
  ]);
});

test("older notebooks print only the line at the arrow", () => {
  const text = `${line}
${titled("ValueError")}
<ipython-input-4-0f2c> in <module>
      1 import wing
----> 2 wing.flap(x=3)

~/owls/wing.py in flap(self, x)
     40         """
---> 41         return int("z")

C:\\owls\\tail.py in steer()

ValueError: invalid literal
`;
  expect(errorsIn(text)).toEqual([
    {
      type: "ValueError",
      value: "invalid literal",
      frames: [
        { path: "<ipython-input-4-0f2c>", line: 2, function: "<module>", source: "wing.flap(x=3)" },
        { path: "~/owls/wing.py", line: 41, function: "flap", source: 'return int("z")' },
        { path: "C:\\owls\\tail.py", function: "steer" },
      ],
    },
  ]);
});

test("all three names of cells are recognised", () => {
  for (const place of ["Cell In[7], line 1, in hoot()", "Cell In [7], line 1, in hoot()", "Input In [7], in hoot()"])
    expect(errorsIn(`${titled("OSError")}\n${place}\n----> 1 dark()\n\nOSError: dark\n`)).toMatchObject([
      { type: "OSError", value: "dark", frames: [{ line: 1, function: "hoot", source: "dark()" }] },
    ]);
});

test("a plain notebook traceback has CPython's header, but its own form of places", () => {
  const text = `Traceback (most recent call last):
  Cell In[2], line 6
    fly(x)
  Cell In[2], line 3 in fly
    return land(a)
  File ~/owls/wing.py:12 in land
    return b / 0
ZeroDivisionError: division by zero
`;
  expect(errorsIn(text)[0]!.frames).toEqual([
    { path: "Cell In[2]", line: 6, function: "<module>", source: "fly(x)" },
    { path: "Cell In[2]", line: 3, function: "fly", source: "return land(a)" },
    { path: "~/owls/wing.py", line: 12, function: "land", source: "return b / 0" },
  ]);
});

test("a SyntaxError in a cell is found", () => {
  const text = `  Cell In[5], line 1\n    def fly(:\n            ^\nSyntaxError: invalid syntax\n`;
  const place = { path: "Cell In[5]", line: 1, source: "def fly(:" };
  expect(errorsIn(text)).toEqual([{ type: "SyntaxError", value: "invalid syntax", frames: [], place }]);
});

test("a title in a log line does not begin a notebook traceback", () => {
  const text = `ERROR Traceback (most recent call last)
  File "/srv/owls/nest.py", line 2, in hoot
    dark()
OSError: dark
`;
  expect(errorsIn(text)).toMatchObject([{ type: "OSError", value: "dark", frames: [{ line: 2 }] }]);
});
