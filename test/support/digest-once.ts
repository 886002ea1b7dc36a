import type { TestProject } from "vitest/node";
import { digestOfSources } from "./program.ts";

/** The sources are read once for all test files, unless they may change in between. */
export default function setup({ config }: TestProject): void {
  if (!config.watch) process.env.VEXTEL_TEST_SOURCES = digestOfSources();
}
