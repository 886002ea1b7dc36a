import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Taught } from "../../src/scrub/repeat/taught.ts";
import type { Span } from "../../src/scrub/rule.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { scrubInPieces } from "./inputs/pieces.ts";

const scrubber = createScrubber();
const scrub = (text: string): string => scrubber.text(text).text;

/** Passwords, keys and session ids that no other rule recognises. */
const values = ["Sommer24xx", "q7Lm2Xz9Rt4Kp0Vd8Ns3", "p@ss/w0rd+plus=", "0nce-Upon_a_time", "8123456701"];
const value = fc.constantFrom(...values);
const named = fc
  .tuple(fc.constantFrom("password=", "api_key: ", '"token":"', "client_secret='"), value)
  .map(([name, text]) => `${name}${text}${/["']/.exec(name)?.[0] ?? ""}`);
const marked = value.map((text) => text.replaceAll(/[@_+=-]/g, "\\$&"));
const between = fc.constantFrom(" ", "\n", "\n", ", ", ": ", " said ", "\r\n", '"', "é", "\x1b[31m");
const text = fc
  .array(
    fc
      .oneof(named, value, value, marked, fc.string({ maxLength: 8 }))
      .chain((one) => fc.tuple(fc.constant(one), between)),
  )
  .map((parts) => parts.flat().join(""));

test("a value found after a name is removed from there on", () => {
  fc.assert(
    fc.property(
      value,
      fc.array(fc.oneof(value, fc.constantFrom("words", "and", "lines\n")), { maxLength: 9 }),
      (one, rest) => {
        const said = scrub(`password="${one}" was wrong, ${rest.join(" ")}\n${rest.join(" | ")}`);
        expect(said).not.toContain(one);
        for (const other of values.filter((other) => other !== one && rest.includes(other)))
          expect(said).toContain(other);
      },
    ),
  );
});

test("any chunking gives the same bytes as the whole text, and scrubbing them again changes nothing", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(text, sizes, (input, of) => {
      const whole = scrub(input);
      expect(scrubInPieces(scrubber, Buffer.from(input), of).toString()).toBe(whole);
      expect(scrub(whole)).toBe(whole);
    }),
    { numRuns: 3_000 },
  );
});

test("lines that are too long to be held as a whole give the same output in pieces", () => {
  const filler = fc.integer({ min: 0, max: 9_000 }).map((length) => "lorem ipsum, ".repeat(length / 13));
  const long = fc.array(fc.tuple(fc.oneof(named, value, marked), filler)).map((parts) => parts.flat().join(" "));
  fc.assert(
    fc.property(long, fc.integer({ min: 500, max: 40_000 }), (input, size) => {
      expect(scrubInPieces(scrubber, Buffer.from(`${input}\n${input}`), [size]).toString()).toBe(
        scrub(`${input}\n${input}`),
      );
    }),
    { numRuns: 300 },
  );
});

test("in a JSON-like value it is removed everywhere: before the name, in keys, in lists, in escapes", () => {
  const input = {
    message: "unknown q7Lm2Xz9Rt4Kp0Vd8Ns3 and p\\@ss/w0rd\\+plus\\=",
    data: { password: "q7Lm2Xz9Rt4Kp0Vd8Ns3", args: ["--token", "p@ss/w0rd+plus="], Sommer24xx: [1] },
    crumbs: ["login with api_key=Sommer24xx"],
  };
  const { value, findings } = scrubber.value(input);
  expect(value).toEqual({
    message: "unknown API-SECRET and API-SECRET",
    data: { password: "[Filtered]", args: ["--token", "[Filtered]"], "API-SECRET": "[Filtered]" },
    crumbs: ["login with api_key=API-SECRET"],
  });
  expect(findings.filter(({ rule }) => rule === "repeated-value").map(({ pointer }) => pointer)).toEqual([
    ...["/message", "/message"],
    "/data/API-SECRET",
  ]);
});

test("one text does not affect another", () => {
  scrub("password=Sommer24xx");
  scrubber.value({ password: "Sommer24xx" });
  expect(scrub("Sommer24xx")).toBe("Sommer24xx");
  expect(scrubber.value(["Sommer24xx"]).value).toEqual(["Sommer24xx"]);
});

test("of many values, the newest are remembered", () => {
  const all = Array.from({ length: 5_000 }, (_, i) => createHash("sha1").update(String(i)).digest("base64url"));
  const lines = all.map((one) => `password=${one}`).join("\n");
  const last = all.slice(-300);
  const out = scrub(`${lines}\n${last.join("\n")}`);
  for (const one of last) expect(out).not.toContain(one);
});

test("of values with the same beginning and end, the newest are remembered", () => {
  const all = Array.from({ length: 500 }, (_, i) => `tavern-${String(i).padStart(4, "0")}-session`);
  const out = scrub(`${all.map((one) => `session_token=${one}`).join("\n")}\n${all.join("\n")}`);
  for (const one of all.slice(-4)) expect(out).not.toContain(one);
});

test("the rule can be switched off", () => {
  const off = createScrubber({ off: ["repeated-value"] });
  expect(off.text("password=Sommer24xx Sommer24xx").text).toBe("password=API-SECRET Sommer24xx");
  expect(off.value({ password: "Sommer24xx", m: "Sommer24xx" }).value).toEqual({
    password: "[Filtered]",
    m: "Sommer24xx",
  });
});

test("JSON stays valid if a numeric password appears again as a number, and longer numbers stay unchanged", () => {
  const json = fc.oneof(fc.constant("8123456701"), fc.constantFrom("81234567010", "8123456701.5", "-8123456701", "7"));
  const shape = fc.constantFrom(
    (x: string) => `{"password":8123456701,"x":${x}}`,
    (x: string) => `{"password": "8123456701", "x": [1, ${x} , 2]}`,
    (x: string) => `{"password":8123456701,\n "x":\n  ${x}\n}`,
    (x: string) => JSON.stringify({ password: "8123456701", x: `{"y":${x}}` }),
  );
  fc.assert(
    fc.property(json, shape, (number, of) => {
      const said = scrub(of(number));
      expect(() => JSON.parse(said)).not.toThrow();
      expect(said.includes(number)).toBe(number !== "8123456701");
    }),
  );
  expect(JSON.parse(scrub('{"password":8123456701,"x":8123456701}')).x).toBe("API-SECRET");
});

test("a line with wide characters that is as wide as a terminal is joined with the next, whatever follows", () => {
  const line = `Müller's key: ${"x".repeat(80 - 46)}, password=q7Lm2Xz9Rt4Kp0Vd8Ns3`.padStart(80, "-");
  for (const tail of ["", "\n", "\nSo", "\nSommer comes"])
    expect(scrub(`${line}\n%#|Q${tail}`)).toBe(`${line.slice(0, -20)}API-SECRET|Q${tail}`);
});

test("a repeated value is removed completely, even if it is longer than the part that is remembered", () => {
  const long = Array.from({ length: 40 }, (_, i) => `q7Lm2Xz9R${(i * 7919) % 97}`).join("");
  const { text } = createScrubber().text(`token = '${long}'\nthe server answered: ${long} is unknown\n`);
  expect(text).toBe("token = 'API-SECRET'\nthe server answered: API-SECRET is unknown\n");
});

test("a value that begins with one letter many times is not removed elsewhere, and a longer one replaces its beginning", () => {
  const line = "a".repeat(80);
  expect(scrub(`token=${line}Xk29_Lm4\n${line}\n`)).toBe(`token=API-SECRET\n${line}\n`);

  const value = "q7Lm2Xz9Rt4Kp0Vd8Ns3.".repeat(4);
  for (const values of [
    [value, value.slice(0, 50)],
    [value.slice(0, 50), value],
  ]) {
    const named = values.map((one) => `password=${one}\n`).join("");
    const said = scrub(`${named}said ${value.slice(0, 50)}\nsaid ${value}\n`);
    expect(said.split("\n").slice(2)).toEqual(["said API-SECRET", "said API-SECRET", ""]);
  }
});

test("a value that repeats itself is found wherever it begins, as if each place was searched alone", () => {
  const unit = fc.constantFrom("SA24@", "k3!xabc", "ab12cd34-", "x7Kq9ZpL2mVa", "aB3aB3aB3x");
  const parts = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom("", "S", "k3", "\n", " ", "x7Kq9")));
  fc.assert(
    fc.property(unit, fc.integer({ min: 9, max: 300 }), parts, (one, length, rest) => {
      const taught = new Taught();
      taught.learn(Buffer.from(one.repeat(length)), 0, length);
      const searched = Buffer.from(rest.map(([times, between]) => one.repeat(times) + between).join(""));
      const [together, alone]: [Span[], Span[]] = [[], []];
      taught.search(searched, 0, searched.length, searched.length, together);
      for (let at = 0; at < searched.length; at++) taught.search(searched, at, at + 1, searched.length, alone);
      expect(together).toEqual(alone);
    }),
  );
});

test("a value is removed elsewhere although a backslash followed it where it was named", () => {
  const line = String.raw`pass:hunter2hunter2\\\\\nLava: hunter2hunter2\nended`;
  expect(scrub(`{"m":"started\\nopenssl rsa -passout ${line}"}`)).not.toContain("hunter2");
  expect(scrub('m: "_auth=7Qx9zAbCdEfGh012345678\\\\"\nn: 7Qx9zAbCdEfGh012345678\n')).not.toContain("7Qx9z");
});
