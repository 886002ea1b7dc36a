/** The commands that read text or send it, or need a library of their own. With all they need, they are loaded apart. */
export { captureCommand } from "./commands/capture.ts";
export { completeCommand, completionCommand } from "./commands/completion.ts";
export { previewCommand } from "./commands/preview.ts";
export { scrubCommand } from "./commands/scrub.ts";
export { sendCommand } from "./commands/send.ts";
export { watchCommand } from "./commands/watch.ts";
