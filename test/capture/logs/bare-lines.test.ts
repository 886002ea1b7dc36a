import { expect, test } from "vitest";
import { RawLine } from "../../../src/capture/lines/raw-line.ts";
import { readLine } from "../../../src/capture/logs/read-line.ts";

const times = [
  ...["2031-05-06 07:08:09", "2031-05-06T07:08:09", "2031-05-06T07:08:09Z", "2031-05-06 07:08:09,123"],
  ...["2031-05-06T07:08:09.123Z", "2031-05-06T07:08:09.123456Z", "2031-05-06T07:08:09.123456", "2031-05-06 07:08:09.1"],
  ...["2031-05-06T07:08:09.1234567Z", "2031-05-06T07:08:09.123456789Z", "2031-05-06 07:08:09.123456789"],
  ...["2031-05-06T07:08:09.1234567", "2031-05-06T07:08:09.12345Z", "2031-05-06 07:08:09.123456789 "],
];
const heads = [
  ...[" [INFO] nest.egg: ", " [INFO    ] nest: ", " INFO     nest.egg: ", " INFO nest: ", " WARNING nest.egg: "],
  ...[
    " stdout F [INFO] nest: ",
    " app[web.1]: ",
    " host nest[12]: ",
    " INFO nest[12]: ",
    " web/1/0123456789ab INFO n: ",
  ],
  ...[
    " [inf]  INFO nest: ",
    " 00O INFO nest: ",
    ' {job="nest"} [INFO] nest: ',
    ": [INFO] nest: ",
    " app[abc] ams [info] n: ",
  ],
];
const messages = [
  ...[
    "An egg was laid",
    "An egg was laid: two",
    "egg",
    "Egg at 07:08",
    'An egg {"stack":"Error: x\\n    at f (a.js:1:1)"}',
  ],
  ...[
    "An \x1b[31megg\x1b[0m was laid",
    "Traceback (most recent call last):",
    "An egg } is in here {}",
    "nest[12]: An egg",
  ],
];
const read = (line: string, weak: boolean) => {
  const part = Buffer.from(line, "latin1");
  const { raw: _, ...rest } = readLine(new RawLine(part, 0, part.length, 1, 0, false, false), weak);
  return rest;
};

test.each([true, false])("a line is read as when its head was new (weak prefixes: %s)", (weak) => {
  let names = 0;
  for (const head of heads)
    for (const message of messages)
      for (const time of times)
        for (const isBracketed of [true, false]) {
          const name = `nest${names++}${weak}`;
          const lineAt = (at: string) => (isBracketed ? `[${at}]` : at) + (head + message).replaceAll("nest", name);
          const line = lineAt(time);
          const own = read(line, weak);
          read(lineAt("2031-05-06 07:08:10"), weak);
          expect({ line, ...read(line, weak) }).toEqual({ line, ...own });
        }
});
