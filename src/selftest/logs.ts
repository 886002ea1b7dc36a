import { type Canary, textOf } from "./canaries.ts";

/** Where, according to the self-test's manifest, its plugin is. */
export const pluginPath = "cogs/canary_cage";

/** A log with one error for each runtime, with a canary in each place: chat, message, source line, local path. */
export function makeLog(canaries: readonly Canary[], now: Date): string {
  const text = textOf(canaries);
  const stamp = (seconds: number) =>
    new Date(now.getTime() + seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  const json = {
    level: 50,
    time: now.getTime() + 4000,
    name: "canary_cage",
    msg: text,
    err: { type: "Error", message: text, stack: `Error: ${text}\n    at sing (/opt/${pluginPath}/sing.js:7:11)` },
  };
  return `[${stamp(0)}] [INFO] red.canary_cage: ${text}
[${stamp(1)}] [ERROR] red.canary_cage: failed for ${text}
Traceback (most recent call last):
  File "/opt/${pluginPath}/sing.py", line 7, in sing
    raise ValueError("${text.replaceAll('"', '\\"')}")
ValueError: ${text}
[${stamp(2)}] [INFO] red.canary_cage: on
${stamp(3)} ERROR TypeError: ${text}
    at sing (/opt/${pluginPath}/sing.js:9:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
${JSON.stringify(json)}
`;
}
