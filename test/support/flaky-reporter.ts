import type { Reporter, TestModule } from "vitest/node";

/** Lists the tests that passed only after a retry: each of them is faulty. */
export default class FlakyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules)
      for (const test of module.children.allTests())
        if (test.diagnostic()?.flaky) {
          console.log(`Failed, and passed when tried again: ${module.relativeModuleId} > ${test.fullName}`);
          for (const error of test.result().errors ?? []) console.log(error.stack ?? error.message);
        }
  }
}
