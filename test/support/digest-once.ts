import type { TestProject } from "vitest/node";
import { digestOfSources } from "./program.ts";

/** Computes the digest of the sources once for all test files, except in watch mode, where sources may change. */
export default function setup({ config }: TestProject): void {
  if (!config.watch) process.env.VEXTEL_TEST_SOURCES = digestOfSources();
}
