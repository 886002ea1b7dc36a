/** The reason for each difference, as a sentence of the table; `*` stands for all fields below. */
export const reasons: Readonly<Record<string, string>> = {
  "breadcrumbs[].category":
    "The SDK records console output and requests of the whole process; vextel records only the plugin's notes",
  "breadcrumbs[].level": "Omitted together with the category",
  "breadcrumbs[].message":
    "The SDK adds breadcrumbs of the whole process, including those of the bot and of other plugins",
  "breadcrumbs[].timestamp": "vextel writes RFC 3339, the SDK seconds since 1970",
  "breadcrumbs[].type": "Always `default`",
  "contexts.app": "Omitted: start time and memory of the bot's process",
  "contexts.culture": "Omitted: language and time zone of the machine",
  "contexts.device": "Omitted: hardware, memory and boot time can identify a machine",
  "contexts.discord_api.*": "Added by vextel: Discord's response, and the route without ids and tokens",
  "contexts.node_system_error.address": "Omitted: an address in the owner's network",
  "contexts.node_system_error.port": "Omitted together with the address",
  "contexts.node_system_error.*": "Only if libuv names the system call; for `spawn`, without the name of the program",
  "contexts.os.name": "vextel names the family of the system, the SDK the distribution",
  "contexts.os.*": "Omitted: can identify a machine",
  "contexts.trace": "Omitted: belongs to the bot's own tracing",
  "contexts.vextel": "Lists what was left out of the event because of its size",
  event_id: "Random",
  "exception.frames.abs_path":
    "`app:///` and the file's path in the plugin, so that Sentry treats it as application code",
  "exception.frames.filename": "Relative to the folder of the plugin or library, so it is the same on every machine",
  "exception.frames.module":
    "Relative to the folder of the plugin or library; the SDK's is relative to the bot's working directory",
  "exception.frames.in_app": "Only the plugin's files; for the SDK, the owner's files as well",
  "exception.frames.context_line": "Only lines of the plugin's files; the SDK sends lines of the owner's files as well",
  "exception.frames.pre_context": "Only lines of the plugin's files; vextel sends 5 of them, the SDK 7",
  "exception.frames.post_context": "Only lines of the plugin's files; vextel sends 5 of them, the SDK 7",
  "exception.frames.function": "As printed in the stack; for an anonymous function, the SDK writes `?`",
  "exception.frames.lineno":
    "The SDK adds an artificial stack to thrown values that are not errors; vextel sends at most 50 frames, and omits the middle",
  "exception.frames.colno": "As `exception.frames.lineno`",
  "exception.mechanism.exception_id": "Always present in vextel",
  "exception.mechanism.parent_id": "If causes form a cycle, the SDK repeats them",
  "exception.mechanism.source": "As `exception.mechanism.parent_id`",
  "exception.mechanism.handled": "As `exception.mechanism.parent_id`",
  "exception.mechanism.type": "As `exception.mechanism.parent_id`",
  "exception.mechanism.synthetic": "vextel adds no artificial stack",
  "exception.type": "The error's class, if the error does not set a name of its own",
  "exception.value": "Scrubbed; file paths are kept without the home folder, whereas the SDK cuts them off",
  extra: "Omitted: the content of a thrown object; only its keys are sent",
  modules: "Omitted: lists all packages of the bot",
  sdk: "vextel's own, with `infer_ip: never`",
  server_name: "Omitted: the name of the machine",
  "tags.*": "Added by vextel, for searching: the plugin, versions, the command, Discord's response",
  timestamp: "vextel writes RFC 3339, the SDK seconds since 1970",
  "transaction_info.source": "Says that the transaction is a task, not a URL",
  "user.id":
    "A random UUID for this machine and publisher; the SDK sets no user by default, and Sentry stores the IP address instead",
};

/** The reason for a field: its own, or that of `*` in its parent. */
export function reasonOf(field: string): string | undefined {
  return reasons[field] ?? reasons[`${field.slice(0, field.lastIndexOf("."))}.*`];
}
