import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber, type Json } from "../../../src/scrub/scrub.ts";
import { planted, tempting } from "../inputs/planting.ts";

const scrubber = createScrubber();
const scrub = (value: unknown): Json => scrubber.value(value).value;
const id = "133049272517001217";

test("strings, keys, numbers and bigints are scrubbed at every depth", () => {
  expect(scrub({ [id]: ["198.51.100.7", { n: 133049272517001217n, m: Number(id), k: 7.5 }] })).toEqual({
    "SHORTENED-ID-8504": ["IP_V4", { n: "SHORTENED-ID-8504", m: "SHORTENED-ID-8504", k: 7.5 }],
  });
});

test("keys that become equal get different suffixes", () => {
  expect(scrub({ [id]: 1, [`${id.slice(0, -1)}8`]: 2, [`${id.slice(0, -1)}9`]: 3 })).toEqual({
    "SHORTENED-ID-8504": 1,
    "SHORTENED-ID-8504~2": 2,
    "SHORTENED-ID-8504~3": 3,
  });
});

test("scrubbing a scrubbed value changes nothing if a name became a placeholder that is the name of a secret", () => {
  const token = `ghp_${"A".repeat(29)}hX1AAAA`;
  const once = scrub({ pair: [token, { user: "ada" }], by: { [token]: "qAAAAAAAA10" } });
  expect(once).toEqual({ pair: ["API-SECRET", "[Filtered]"], by: { "API-SECRET": "[Filtered]" } });
  expect(scrub(once)).toEqual(once);
});

test("secrets that are named within what is hidden as a whole are removed elsewhere", () => {
  const hidden: Record<string, unknown> = { password: "q7Lm2Xz9Rt4Kp0Vd", note: ["api_key=q8Zk31Wm5rTx70fK"] };
  hidden.self = hidden;
  expect(scrub({ message: "q7Lm2Xz9Rt4Kp0Vd or q8Zk31Wm5rTx70fK", credentials: hidden })).toEqual({
    message: "API-SECRET or API-SECRET",
    credentials: "[Filtered]",
  });
});

test("the value of a secret's name is removed, whatever it looks like", () => {
  expect(scrub({ password: "hunter", api_key: { a: 1 }, token: null, tokens: 3, secret: true, dsnSecret: 5 })).toEqual({
    password: "[Filtered]",
    api_key: "[Filtered]",
    token: null,
    tokens: 3,
    secret: true,
    dsnSecret: "[Filtered]",
  });
  expect(
    scrub([
      ["Authorization", "abc"],
      ["run", "--token", "abc", "x"],
    ]),
  ).toEqual([
    ["Authorization", "[Filtered]"],
    ["run", "--token", "[Filtered]", "x"],
  ]);
});

test("a value is hidden if another member of its object names it as a secret", () => {
  const { value } = createScrubber().value({
    options: [
      { name: "password", type: 3, value: "tavern" },
      { name: "city", type: 3, value: "tavern" },
    ],
    fields: [{ customId: "api_token", value: "qX7vLm2Rt9Kp4Zd8Ws1NcB" }],
    error: { type: "InvalidToken", value: "it was refused" },
  });
  expect(value).toEqual({
    options: [
      { name: "password", type: 3, value: "[Filtered]" },
      { name: "city", type: 3, value: "tavern" },
    ],
    fields: [{ customId: "api_token", value: "[Filtered]" }],
    error: { type: "InvalidToken", value: "it was refused" },
  });
});

test("cookies are removed, except those that identify nobody", () => {
  expect(
    scrub({
      Cookie: "sid=0nceUponATime; lang=en",
      "set-cookie": ["sid=0nceUponATime; Path=/"],
      cookies: { sid: "0nceUponATime" },
      session_cookie: "h8sK2kd9Qpz71mNs",
      cookie: "lang=en",
      setCookie: "a=0nceUponATime",
      cookies_total: 5,
    }),
  ).toEqual({
    Cookie: "[Filtered]",
    "set-cookie": "[Filtered]",
    cookies: "[Filtered]",
    session_cookie: "[Filtered]",
    cookie: "lang=en",
    setCookie: "a=0nceUponATime",
    cookies_total: 5,
  });
});

test("every kind of object becomes plain JSON", () => {
  class Account {
    readonly mail = "ada@example.org";
    get broken(): string {
      throw new Error("no");
    }
  }
  const throwing = Object.defineProperty({ a: 1 }, "b", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  const value = {
    map: new Map<unknown, unknown>([
      [id, 1],
      [133049272517001218n, 2],
    ]),
    set: new Set(["198.51.100.7"]),
    buffer: Buffer.from("from 198.51.100.7"),
    date: new Date(0),
    account: new Account(),
    throwing,
    boxed: Object("198.51.100.7"),
    json: { toJSON: () => ({ ip: "198.51.100.7" }) },
    nothing: undefined,
    call: () => 1,
    list: [undefined, Number.NaN],
  };
  expect(scrub(value)).toEqual({
    map: { "SHORTENED-ID-8504": 1, "SHORTENED-ID-8504~2": 2 },
    set: ["IP_V4"],
    buffer: "from IP_V4",
    date: "1970-01-01T00:00:00.000Z",
    account: { mail: "EMAIL-ADDRESS" },
    throwing: { a: 1, b: "[Unreadable]" },
    boxed: "IP_V4",
    json: { ip: "IP_V4" },
    list: [null, null],
  });
});

test("an error keeps its name, message, stack and cause", () => {
  const error = new Error("from 198.51.100.7", { cause: new TypeError("/home/ada/x") });
  const copy = scrub(error) as {
    name: string;
    message: string;
    stack: string;
    cause: { name: string; message: string };
  };
  expect(copy).toMatchObject({
    name: "Error",
    message: "from IP_V4",
    cause: { name: "TypeError", message: "/home/USERNAME/x" },
  });
  expect(copy.stack).toContain("Error: from IP_V4\n");
});

test("a cycle is marked, and any depth is accepted", () => {
  const cycle: Record<string, unknown> = { a: 1 };
  cycle.self = { cycle };
  expect(scrub(cycle)).toEqual({ a: 1, self: { cycle: "[Circular]" } });

  let deep: unknown = "198.51.100.7";
  for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? [deep] : { a: deep };
  let copy = scrub(deep);
  for (let i = 99_999; i >= 0; i--) copy = i % 2 === 0 ? (copy as Json[])[0]! : (copy as { a: Json }).a;
  expect(copy).toBe("IP_V4");
});

test("an object that appears twice, but not in a cycle, is copied twice", () => {
  const shared = { ip: "198.51.100.7" };
  expect(scrub([shared, shared])).toEqual([{ ip: "IP_V4" }, { ip: "IP_V4" }]);
});

test("findings contain a JSON pointer that reveals nothing private", () => {
  const { findings } = scrubber.value({ "a/b": { [id]: ["198.51.100.7"] } });
  expect(findings).toEqual([
    { rule: "snowflake", placeholder: "SHORTENED-ID-8504", pointer: "/a~1b/SHORTENED-ID-8504" },
    { rule: "ipv4", placeholder: "IP_V4", pointer: "/a~1b/SHORTENED-ID-8504/0" },
  ]);
});

test("long integers in JSON text are scrubbed without loss of digits", () => {
  expect(scrubber.json('{"id":133049272517001217,"s":"133049272517001217 [1]","n":[-1.5e3,12]}').value).toEqual({
    id: "SHORTENED-ID-8504",
    s: "SHORTENED-ID-8504 [1]",
    n: [-1500, 12],
  });
});

test("a key named __proto__ is an ordinary key", () => {
  const copy = scrub(JSON.parse('{"__proto__":{"ip":"198.51.100.7"}}')) as object;
  expect(Object.keys(copy)).toEqual(["__proto__"]);
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"ip":"IP_V4"}}');
});

const nested = (levels: number): unknown => {
  let value: unknown = "198.51.100.7";
  for (let level = 0; level < levels; level++) value = { from: "198.51.100.7", value };
  return value;
};

test("keys that become equal get suffixes in order, however many there are", () => {
  const many = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`8.${i >> 8}.${i & 255}.1`, i]));
  const { value } = createScrubber().value(many);
  expect(Object.keys(value as object).at(-1)).toBe("IP_V4~8000");
});

test("a finding at each of many levels has its place", () => {
  const { findings } = createScrubber().value(nested(20_000));
  expect(findings).toHaveLength(20_001);
  expect(findings[2]!.pointer).toBe("/value/value/from");
});

test("a value that appears in more than 200,000 places is truncated and marked", () => {
  let value: unknown = "x";
  for (let level = 0; level < 64; level++) value = [value, value];
  expect(JSON.stringify(createScrubber().value(value).value)).toContain("[Truncated]");
});

const said = fc.constantFrom(
  "all is well",
  id,
  "mail ada@tavern.example",
  "password=q7Lm2Xz9Rt4Kp0Vd8Ns3",
  "q7Lm2Xz9Rt4Kp0Vd8Ns3",
);
const part = fc.dictionary(
  fc.constantFrom("message", "category", id),
  fc.oneof(said, fc.array(said, { maxLength: 20 })),
);

test("parts that are declared constant give the same result as others, wherever they appear", () => {
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.array(fc.array(fc.nat()), { maxLength: 6 }),
      (parts, values) => {
        const [remembers, fresh] = [createScrubber(), createScrubber()];
        for (const value of values) {
          const input = { text: "x", list: value.map((at) => parts[at % parts.length]), again: parts[0] };
          expect(remembers.value(input, new Set(parts))).toEqual(fresh.value(input));
        }
      },
    ),
    { numRuns: 200 },
  );
});

/** Texts as in a breadcrumb: ordinary ones, tempting ones, and some that teach a secret to the others. */
const someText = fc.oneof(
  tempting.map((text) => text.slice(0, 300)),
  planted.map(({ text }) => text.slice(0, 300)),
  fc.constantFrom(
    "",
    "Loaded packages",
    "api_key=Zx81kqQ2lmN0x7Wb was refused",
    "again Zx81kqQ2lmN0x7Wb",
    "a\r\nb",
    "\ud800",
    "line\\",
  ),
);
const someCrumb = fc.record(
  {
    type: fc.constant("default"),
    timestamp: fc.date({ noInvalidDate: false }),
    level: fc.constantFrom("info", "debug"),
    message: someText,
    token: fc.oneof(fc.constant(null), fc.constant("Zx81kqQ2lmN0x7Wb"), fc.integer()),
    data: fc.oneof(fc.double(), fc.bigInt(), fc.boolean(), someText, fc.constant({ more: ["x"] })),
  },
  { requiredKeys: ["message"] },
);

test("objects that never change become what they become otherwise", () => {
  const again = createScrubber({ formatKeys: new Set(["message", "type"]) });
  const plain = createScrubber({ formatKeys: new Set(["message", "type"]) });
  fc.assert(
    fc.property(fc.array(someCrumb, { maxLength: 12 }), fc.array(someCrumb, { maxLength: 12 }), (before, after) => {
      for (const values of [before, [...before.slice(4), ...after]]) {
        const { value, findings } = again.value({ breadcrumbs: { values } }, new Set(values));
        expect({ value, findings }).toEqual(
          (({ value: own, findings: all }) => ({ value: own, findings: all }))(
            plain.value({ breadcrumbs: { values } }),
          ),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test("an object that never changes is not what it was, where another text tells a secret in it", () => {
  const said = Object.freeze({ message: "it was Zx81kqQ2lmN0x7Wb" });
  const told = Object.freeze({ message: "api_key=Zx81kqQ2lmN0x7Wb was refused" });
  const of = (...values: object[]) => scrubber.value(values, new Set(values)).value;
  expect(of(said)).toEqual([said]);
  expect(JSON.stringify(of(said, told))).not.toContain("Zx81");
  expect(of(said)).toEqual([said]);
});

test("a text is scrubbed with the secrets of all others, however long it is and wherever they are", () => {
  const secret = "0nce-Up0n-a-time";
  const escaped = secret.replaceAll("-", "\\-");
  const padded = (text: string, length: number): string => text.padEnd(length, "\nand so on");
  for (const length of [0, 300, 20_000]) {
    const texts = [
      `said ${secret}`,
      `said ${escaped}`,
      `from 198.51.100.7 with password=${secret}`,
      `two: api_key=q7Lm2Xz9Rt4Kp0Vd8Ns3 and q7Lm2Xz9Rt4Kp0Vd8Ns3, ${secret}`,
      "nothing",
    ].map((text) => padded(text, length));
    for (let turn = 0; turn < texts.length; turn++) {
      const all = [...texts.slice(turn), ...texts.slice(0, turn)];
      const { value, findings } = scrubber.value({ all, [padded(secret, length)]: texts[0] });
      const written = JSON.stringify(value);
      expect(/0nce|q7Lm2|198\.51/.exec(written)).toBeNull();
      expect(written.match(/nothing/g)).toHaveLength(1);
      expect(findings.filter(({ placeholder }) => placeholder === "IP_V4")).toHaveLength(1);
    }
  }
});
