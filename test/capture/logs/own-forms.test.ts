import { expect, test } from "vitest";
import { matchLogLine } from "../../../src/capture/logs/parse-log-line.ts";
import { OwnForms } from "../../../src/capture/logs/trust/own-forms.ts";

const read = (text: string) => ({ text, log: matchLogLine(text)! });

test("a line that is looked at again counts once towards a form that chat may have", () => {
  const own = new OwnForms([], false);
  const [one, other] = [read("[07:08:09] [ada] INFO hello"), read("[07:08:10] [bob] ERROR hello")];
  for (let look = 0; look < 5; look++) {
    expect(own.learnNamed(one, 7)).toBe(false);
    expect(own.learnNamed(other, 8)).toBe(false);
  }
  expect(own.learnNamed(read("[07:08:11] [eve] INFO hello"), 9)).toBe(true);
});
