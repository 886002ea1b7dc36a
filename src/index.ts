export { VextelError } from "./errors.ts";
