import type { RaisedError } from "../../report/report.ts";

/**
 * Errors that frameworks raise instead of the error of a command, an event or an extension, without more information.
 */
const frameworks =
  /^(?:(?:Application)?(?:Command)?Invo(?:ke|cation)Error|ApplicationCommandInvokeError|HybridCommandError|CommandInvocationError|ExtensionFailed|ExecutionPipelineFailedException|CheckAnyFailure)$/;

/**
 * The errors around the one that an owner or author wants to read first, the outermost first: discord.py's
 * `CommandInvokeError` and its like, and errors that a library raised only to repeat another error.
 *
 * @param isOwn - Whether an error was raised in the plugin's own code: then it means something.
 */
export function wrappersOf(error: RaisedError, isOwn: (error: RaisedError) => boolean): RaisedError[] {
  const wrappers: RaisedError[] = [];
  let outer = error;
  for (let inner = innerOf(outer); inner && !wrappers.includes(outer); inner = innerOf(outer)) {
    if (!frameworks.test(outer.type) && (isOwn(outer) || !repeats(outer, inner))) break;
    wrappers.push(outer);
    outer = inner;
  }
  return wrappers;
}

const innerOf = ({ cause, context, members }: RaisedError) => (members ? undefined : (cause ?? context));

const repeats = (outer: RaisedError, { type, value }: RaisedError) =>
  value === "" ? outer.value.endsWith(type) : outer.value.endsWith(`${type}: ${value}`);
