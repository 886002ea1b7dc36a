/** `vextel/testing`: a world in memory, to see what a plugin would report. */
export { type Expected, type Match, type VextelMatchers, vextelMatchers } from "./matchers.ts";
export { type Reported, type ReportedPayload, readErrors, readReported } from "./reported.ts";
export { createTestWorld, type TestWorld } from "./world.ts";
