import { defineConfig } from "vitest/config";
import { pureTests } from "./test/support/pure-tests.ts";

/** `VEXTEL_TEST_PLATFORM=win32` runs the tests that touch nothing as if on Windows, `darwin` as if on macOS. */
const { VEXTEL_TEST_PLATFORM: platform } = process.env;

export default defineConfig({
  test: {
    include: platform ? pureTests() : ["test/**/*.test.ts"],
    setupFiles: platform ? ["test/support/other-platform.ts"] : [],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
