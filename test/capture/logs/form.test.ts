import { expect, test } from "vitest";
import { formOf } from "../../../src/capture/logs/trust/form.ts";

test("the form of a line does not depend on those of earlier lines with the same head", () => {
  const text = "\xe2\x84\xb9 awake";
  const forms = () => [
    formOf({ text, log: { message: "awake" } }),
    formOf({ text, log: { message: "awake", level: "info" } }),
    formOf({ text: `{"log":"x"}`, log: { message: "awake", level: "info", inner: text } }),
  ];
  expect(forms()).toEqual(["w ", "L ", "{L "]);
  for (let n = 0; n < 600; n++)
    formOf({ text: `${"(".repeat(n % 150)}${")".repeat(n % 7)} awake`, log: { message: "awake" } });
  expect(forms()).toEqual(["w ", "L ", "{L "]);
});
