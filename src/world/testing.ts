/** `vextel/testing`: a world that touches nothing, to see what a plugin would report. */
export { createMemoryWorld, type MemoryWorld } from "./memory.ts";
export type { Files, Machine, Post, PostAnswer, PostRequest, World } from "./world.ts";
