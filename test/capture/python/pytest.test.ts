import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const errorsIn = (text: string) => {
  const capture = createCapture();
  return [...capture.push(Buffer.from(text)), ...capture.flush()].map(({ report }) => report.error);
};
const centred = (text: string, sign: string) => ` ${text} `.padStart(50, sign).padEnd(80, sign);
const between = "_ ".repeat(40);

const long = `${centred("FAILURES", "=")}
${centred("test_flight", "_")}

    def test_flight():
>       fly(2)

test_owl.py:7:${" "}
${between}
wing.py:4: in fly
    return fly(n - 1)
           ^^^^^^^^^^
${between}

n = 0

    def fly(n):
        if n == 0:
>           raise ValueError("cannot\\nfly")
E           ValueError: cannot
E           fly

wing.py:3: ValueError
${centred("test_chain", "_")}

    def test_chain():
        try:
>           fly(0)

test_owl.py:10: OSError

The above exception was the direct cause of the following exception:

    def test_chain():
        try:
            fly(0)
        except OSError as e:
>           raise RuntimeError("chained") from e
E           owls.RuntimeError: chained

test_owl.py:12: RuntimeError
${centred("test_count", "_")}

    def test_count():
>       assert owls == 2, "owls differ"
E       assert 1 == 2

test_owl.py:15: AssertionError
${"-".repeat(28)} Captured log call ${"-".repeat(30)}
ERROR    owls:test_owl.py:14 hoot
${centred("short test summary info", "=")}
FAILED test_owl.py::test_flight - ValueError: cannot
`;

const fly = [
  { path: "wing.py", line: 4, function: "fly", source: "return fly(n - 1)" },
  { path: "wing.py", line: 3, function: "fly", source: String.raw`raise ValueError("cannot\nfly")` },
];

test("a failed test of pytest has its calls, oldest first", () => {
  const [flight] = errorsIn(long);
  expect(flight).toEqual({
    type: "ValueError",
    value: "cannot\nfly",
    frames: [{ path: "test_owl.py", line: 7, function: "test_flight", source: "fly(2)" }, ...fly],
  });
});

test("an assertion that pytest explains has the type at its place", () => {
  expect(errorsIn(long).at(-1)).toEqual({
    type: "AssertionError",
    value: "assert 1 == 2",
    frames: [{ path: "test_owl.py", line: 15, function: "test_count", source: 'assert owls == 2, "owls differ"' }],
  });
});

test("pytest's short form is read as well, with its chains and variables", () => {
  const text = `${centred("test_chain", "_")}
test_owl.py:10: in test_chain
    fly(0)
wing.py:4: in fly
    return fly(n - 1)
wing.py:3: in fly
    raise ValueError("cannot\\nfly")
E   ValueError: cannot
E   fly
        n          = 0

During handling of the above exception, another exception occurred:
test_owl.py:12: in test_chain
    raise RuntimeError("chained") from e
E   RuntimeError: chained
${centred("test_count", "_")}
test_owl.py:15: in test_count
    assert owls == 2
E   assert 1 == 2
${centred("1 failed in 0.10s", "=")}
`;
  expect(errorsIn(text)).toEqual([
    {
      type: "RuntimeError",
      value: "chained",
      frames: [
        { path: "test_owl.py", line: 12, function: "test_chain", source: 'raise RuntimeError("chained") from e' },
      ],
      context: {
        type: "ValueError",
        value: "cannot\nfly",
        frames: [{ path: "test_owl.py", line: 10, function: "test_chain", source: "fly(0)" }, ...fly],
      },
    },
    {
      type: "AssertionError",
      value: "assert 1 == 2",
      frames: [{ path: "test_owl.py", line: 15, function: "test_count", source: "assert owls == 2" }],
    },
  ]);
});

test("a test that could not be collected has the calls that led to it, or only its place", () => {
  const text = `${centred("ERROR collecting test_imp.py", "_")}
ImportError while importing test module '/srv/owls/test_imp.py'.
Hint: make sure your test modules/packages have valid Python names.
Traceback:
/usr/lib/python3.12/importlib/__init__.py:90: in import_module
    return _bootstrap._gcd_import(name[level:], package, level)
test_imp.py:1: in <module>
    import owl
E   ModuleNotFoundError: No module named 'owl'
${centred("ERROR collecting test_bad.py", "_")}
E     File "/srv/owls/test_bad.py", line 1
E       def broken(:
E                  ^
E   SyntaxError: invalid syntax
${centred("short test summary info", "=")}
`;
  expect(errorsIn(text)).toMatchObject([
    { type: "ModuleNotFoundError", value: "No module named 'owl'", frames: [{ line: 90 }, { line: 1 }] },
    { type: "SyntaxError", value: "invalid syntax", frames: [] },
  ]);
});

test("a title without an exception below it is ignored", () => {
  expect(errorsIn(`${centred("test_ok", "_")}\ntest_owl.py:3: in test_ok\n    x\nno Error here\n`)).toEqual([]);
});
