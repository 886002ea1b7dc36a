import { expect, test } from "vitest";
import { createCanvas } from "../../src/cli/screen/canvas.ts";

const open = () => {
  const written: string[] = [];
  const canvas = createCanvas(
    (text) => void written.push(text),
    (line) => line.join(""),
  );
  canvas.open();
  return { written, canvas };
};

test("only changed rows are drawn, and the screen is neither scrolled nor cleared", () => {
  const { written, canvas } = open();
  canvas.draw([["one"], ["two"]]);
  canvas.draw([["one"], ["three"]]);
  canvas.draw([["one"], ["three"]]);
  expect(written).toHaveLength(3);
  expect(written[2]).toContain("three");
  expect(written[2]).not.toContain("one");
  expect(written.join("")).not.toMatch(/\n|\u001b\[[0-3]?J/);
});

test("closing overwrites each row and restores the terminal, once", () => {
  const { written, canvas } = open();
  canvas.draw([["private"], ["text"]]);
  canvas.close();
  canvas.close();
  canvas.draw([["late"]]);
  const last = written.at(-1)!;
  expect(last.match(/\u001b\[2K/g)).toHaveLength(2);
  expect(last).toMatch(/\u001b\[\?7h\u001b\[\?25h\u001b\[\?1049l$/);
  expect(written.filter((text) => text.includes("1049l"))).toHaveLength(1);
  expect(written.join("")).not.toContain("late");
});
