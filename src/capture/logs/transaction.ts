const failed = String.raw`(?:[Ee]xception|[Ee]rror)(?: \w+){0,3}? (?:in|during|while|executing|running|of|for|handling)`;
const kind = `(?:(?:the|slash|hybrid|app|application|prefix|text|context menu) ){0,2}(?:command|cmd|task|listener|event|interaction)`;

/** The messages of frameworks about failures; the only group of each is the name of what failed. */
const sentences: readonly RegExp[] = [
  // discord.py, Red and their kin: Exception in command 'nest', Ignoring exception in command nest:
  new RegExp(`${failed}(?: \\w+)? ${kind}:? ['"\`]/?([^'"\`]{1,100})['"\`]`),
  new RegExp(`${failed}(?: \\w+)? ${kind} (?!handler|loop|queue)([\\w./-]{1,100}?)(?::|\\.?$)`),
  // discord.ext.tasks, APScheduler
  /[Uu]nhandled exception in internal background task ['"](.{1,100}?)['"]/,
  /\bJob "([^"]{1,100}?)(?: \(trigger: [^"]{0,200})?" raised an exception/,
  // events: Ignoring exception in on_ready, an exception occurred handling an event (MessageCreateEvent)
  /[Ii]gnoring exception in (on_\w{1,100})/,
  /\bexception occurred handling an event \((\w{1,100})\)/,
  // views and modals, which are printed with all their settings
  /[Ii]gnoring exception in (?:view|modal) <(\w{1,100})/,
];

/** Longer lines contain more than that. */
const longest = 400;

/** The command, event or loop that a log line says failed; `undefined` if it names none. */
export function findTransaction(message: string): string | undefined {
  if (message.length > longest || !/xception|rror/.test(message)) return undefined;
  for (const sentence of sentences) {
    const found = sentence.exec(message)?.[1]?.trim();
    if (found) return found;
  }
  return undefined;
}
