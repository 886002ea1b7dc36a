import type { Reporter, TestModule } from "vitest/node";

/** Names the tests that passed only when they were tried again: each is a fault to look for. */
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
