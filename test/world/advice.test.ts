import { expect, test } from "vitest";
import { adviceFor } from "../../src/world/files/file-errors.ts";

test.each([
  ["ENOSPC", /disk space[\s\S]*vextel disable/],
  ["EDQUOT", /disk space/],
  ["EROFS", /read-only[\s\S]*VEXTEL_HOME/],
  ["EISDIR", /folder has the name of this file/],
  ["EACCES", /permissions[\s\S]*VEXTEL_HOME/],
])("a file that cannot be written because of %s gets advice that can help", (code, advice) => {
  expect(adviceFor(Object.assign(new Error("x"), { code }))).toMatch(advice);
});
