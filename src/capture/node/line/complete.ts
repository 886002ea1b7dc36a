/** Names that no error of Python's has. */
const ofJavaScript = /^(?:[A-Z]\w*Error\[\w{1,60}\]|RangeError|ReferenceError|URIError)$/;

/** What V8 and JavaScriptCore say of a value that is not what a program took it for. */
const ofEngine =
  /^Cannot (?:read propert|set propert|destructure|convert undefined|convert object to|access ')|^Assignment to constant|\bis not (?:a function|a constructor|iterable|defined|an object \(evaluating)/;

/**
 * Whether the type and message of an error say all without its frames, since only JavaScript names or words one like
 * this: `DiscordAPIError[50001]: Missing Access`, `TypeError: owl.hoot is not a function`.
 */
export const isComplete = (type: string, message: string): boolean =>
  ofJavaScript.test(type) || (type === "TypeError" && ofEngine.test(message));

/** Whether a line is the whole of such an error. */
export function isCompleteLine(line: string): boolean {
  const [, type, message] = /^([A-Z]\w*Error(?:\[\w{1,60}\])?): (.*)$/s.exec(line) ?? [];
  return type !== undefined && isComplete(type, message!);
}
