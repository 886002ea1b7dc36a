/** Why a field is not the same in both, as a sentence of the table; `*` stands for what is behind it. */
export const reasons: Readonly<Record<string, string>> = {
  "breadcrumbs[].category":
    "Set by what the SDK listens to in the whole process (console, requests); vextel has the plugin's own notes",
  "breadcrumbs[].level": "As above",
  "breadcrumbs[].message": "The SDK adds what the whole process does, the bot's own lines and other plugins' included",
  "breadcrumbs[].timestamp": "vextel writes RFC 3339, the SDK seconds",
  "breadcrumbs[].type": "`default`, written out",
  "contexts.app": "Left out: start time and memory of the bot's process",
  "contexts.culture": "Left out: language and time zone of the machine",
  "contexts.device": "Left out: hardware, memory and boot time tell machines apart",
  "contexts.discord_api.*": "What Discord answered, and the route without ids and tokens",
  "contexts.node_system_error.address": "Left out: an address of somebody's network",
  "contexts.node_system_error.port": "Left out, with the address",
  "contexts.node_system_error.*": "Where libuv names the call; of `spawn` without the program behind it",
  "contexts.os.name": "The family of the system; the SDK names the distribution",
  "contexts.os.*": "Left out: tells machines apart",
  "contexts.trace": "Left out: the bot's own tracing",
  "contexts.vextel": "Says what was left out of the event",
  event_id: "Random",
  "exception.frames.abs_path":
    "`app:///` and the name in the plugin, so that Sentry takes it for a file of the program",
  "exception.frames.filename": "Counted from the plugin's or library's folder: the same on every machine",
  "exception.frames.module": "Counted from there, too; the SDK counts from the folder that the bot runs in",
  "exception.frames.in_app": "Only the plugin's own files; for the SDK the owner's, too",
  "exception.frames.context_line": "Of the plugin's own files alone; the SDK sends lines of the owner's, too",
  "exception.frames.pre_context": "As above; 5 lines, the SDK 7",
  "exception.frames.post_context": "As above",
  "exception.frames.function": "As the stack prints it; the SDK writes `?` where there is none",
  "exception.frames.lineno": "The SDK makes a stack up for what is no error; 50 frames at most, the middle left out",
  "exception.frames.colno": "As above",
  "exception.mechanism.exception_id": "Always there",
  "exception.mechanism.parent_id": "Of a circle of causes the SDK sends several rounds",
  "exception.mechanism.source": "As above",
  "exception.mechanism.handled": "As above",
  "exception.mechanism.type": "As above",
  "exception.mechanism.synthetic": "No stack is made up",
  "exception.type": "The class where an error gave itself no name of its own",
  "exception.value": "Scrubbed; paths of files stay (without the home folder), where the SDK cuts them off",
  extra: "Left out: what a thrown object holds; only its keys are named",
  modules: "Left out: all packages of the bot",
  sdk: "vextel's own, with `infer_ip: never`",
  server_name: "Left out: the name of the machine",
  "tags.*": "What authors look for: plugin, its version, the framework's, the command, Discord's answer",
  timestamp: "vextel writes RFC 3339, the SDK seconds",
  "transaction_info.source": "Says that the transaction is a task",
  "user.id":
    "The random UUID of this machine and publisher; the SDK sets none unless told, and Sentry notes the IP address",
};

/** The reason for a field: its own, or that of the nearest `*` above it. */
export function reasonOf(field: string): string | undefined {
  return reasons[field] ?? reasons[`${field.slice(0, field.lastIndexOf("."))}.*`];
}
