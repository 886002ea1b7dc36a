/** The commands that read text, show it or send it. With all they need, they are loaded apart from the others. */
export { captureCommand } from "./commands/capture.ts";
export { previewCommand } from "./commands/preview.ts";
export { scrubCommand } from "./commands/scrub.ts";
export { sendCommand } from "./commands/send.ts";
export { showCommand } from "./commands/show.ts";
export { watchCommand } from "./commands/watch.ts";
