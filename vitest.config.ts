import { defineConfig } from "vitest/config";
import { pureTests } from "./test/support/pure-tests.ts";

/** `VEXTEL_TEST_PLATFORM` runs only the tests that do not depend on the machine, as if on Windows or macOS. */
const { VEXTEL_TEST_PLATFORM: platform, VEXTEL_TEST_RETRIES: retries = "0" } = process.env;

const common = { testTimeout: 60_000, hookTimeout: 60_000, retry: Number(retries) };
const pure = pureTests();

export default defineConfig({
  test: {
    maxWorkers: 3,
    reporters: ["default", "./test/support/flaky-reporter.ts"],
    projects: [
      {
        test: {
          ...{ ...common, name: "pure", include: pure },
          isolate: false, // loading the program for each file would take longer than the tests
          setupFiles: platform ? ["test/support/other-platform.ts"] : [],
        },
      },
      ...(platform ? [] : [
            {
              test: {
                ...{ ...common, name: "real", include: ["test/**/*.test.ts"], exclude: pure },
                isolate: false,
                globalSetup: "test/support/digest-once.ts",
              },
            },
          ]),
    ],
  },
});
